package org.messageboard.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.marcnuri.helm.Helm;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What Helm makes of the chart is what the API of Kubernetes takes. */
@ExtendWith(NeedsHelm.class)
class ChartTest {

  private static final Path CHART = Path.of("helm/message-board").toAbsolutePath();

  /** Helm must be told which Kubernetes it is for: the chart names the oldest one. */
  private static final String KUBERNETES = "1.34.0";

  /** What the chart cannot do without. */
  private static final Map<String, Object> LEAST =
      Map.of("kafka.bootstrapServers", "kafka:9092", "redis.url", "redis://redis:6379");

  private static final Map<String, Object> MOST =
      with(
          Map.ofEntries(
              Map.entry("imagePullSecrets[0].name", "registry"),
              Map.entry("archive.enabled", true),
              Map.entry("archive.url", "jdbc:postgresql://postgres:5432/message_board"),
              Map.entry("archive.secret", "board-db-app"),
              Map.entry("settings.STREAM_HEARTBEAT_SECONDS", 10),
              Map.entry("secret", "board"),
              Map.entry("secretSettings.KAFKA_PASSWORD.name", "board-user"),
              Map.entry("secretSettings.KAFKA_PASSWORD.key", "password"),
              Map.entry("files", "board-files"),
              Map.entry("web.autoscaling.targetStreams", 5000),
              Map.entry("web.podAnnotations.some", "annotation"),
              Map.entry("consumer.nodeSelector.some", "label"),
              Map.entry("consumer.tolerations[0].key", "board"),
              Map.entry("ingress.enabled", true),
              Map.entry("ingress.className", "nginx"),
              Map.entry("ingress.tlsSecret", "board-tls"),
              Map.entry("networkPolicy.prometheus[0].podSelector.matchLabels.app", "prometheus"),
              Map.entry("networkPolicy.egress[0].ports[0].port", 443),
              Map.entry("metrics.serviceMonitor.enabled", true),
              Map.entry("metrics.prometheusRule.enabled", true)));

  @FunctionalInterface
  private interface Validation {
    /**
     * @throws IllegalArgumentException if a field is unknown, missing, or of another type
     */
    void check(JsonElement manifest) throws IOException;
  }

  /** Of the kinds that are Kubernetes' own. */
  private static final Map<String, Validation> API =
      Map.of(
          "ConfigMap", V1ConfigMap::validateJsonElement,
          "Deployment", V1Deployment::validateJsonElement,
          "HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::validateJsonElement,
          "Ingress", V1Ingress::validateJsonElement,
          "NetworkPolicy", V1NetworkPolicy::validateJsonElement,
          "PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
          "Service", V1Service::validateJsonElement);

  @Test
  void helmHasNothingToSayAboutTheChart() {
    var answer = new Helm(CHART).lint().strict().call();
    assertThat(answer.isFailed()).as(answer.getMessages().toString()).isFalse();
    assertThat(answer.getMessages()).noneMatch(message -> message.contains("[WARNING]"));
  }

  @Test
  void theLeastThatIsSetMakesWhatKubernetesTakes() throws IOException {
    var manifests = render(LEAST);
    assertThat(names(manifests))
        .containsExactly(
            "ConfigMap board-message-board",
            "Deployment board-message-board-consumer",
            "Deployment board-message-board-web",
            "HorizontalPodAutoscaler board-message-board-web",
            "NetworkPolicy board-message-board-consumer",
            "NetworkPolicy board-message-board-web",
            "PodDisruptionBudget board-message-board-consumer",
            "PodDisruptionBudget board-message-board-web",
            "Service board-message-board");
    assertAllTaken(manifests);
  }

  @Test
  void allThatCanBeSetMakesWhatKubernetesTakes() throws IOException {
    var manifests = render(MOST);
    assertThat(names(manifests))
        .contains(
            "Ingress board-message-board",
            "PrometheusRule board-message-board-alerts",
            "PrometheusRule board-message-board-services",
            "PrometheusRule board-message-board-slo",
            "Service board-message-board-metrics",
            "ServiceMonitor board-message-board")
        .noneMatch(name -> name.startsWith("Secret "));
    assertAllTaken(manifests);
  }

  /** Otherwise a budget, a policy or a Service is for no pod, and nobody notices. */
  @Test
  void everySelectorFindsThePodsOfItsKind() {
    var manifests = render(LEAST);
    for (var kind : List.of("web", "consumer")) {
      var labels = at(one(manifests, "Deployment", kind), "spec.template.metadata.labels");
      for (var selector :
          List.of(
              at(one(manifests, "Deployment", kind), "spec.selector.matchLabels"),
              at(one(manifests, "PodDisruptionBudget", kind), "spec.selector.matchLabels"),
              at(one(manifests, "NetworkPolicy", kind), "spec.podSelector.matchLabels"))) {
        assertThat(selector.get("app.kubernetes.io/component").getAsString()).isEqualTo(kind);
        assertThat(labels.entrySet()).containsAll(selector.entrySet());
      }
    }
  }

  /** New requests may come for some seconds after a pod was told to end. */
  @Test
  void aWebServerGoesOnForSomeSecondsAndHasTimeToStopAfterThem() {
    var manifests = render(LEAST);
    var pod = at(one(manifests, "Deployment", "web"), "spec.template.spec");
    var command =
        at(container(pod), "lifecycle.preStop.exec").getAsJsonArray("command").get(1).getAsInt();
    assertThat(command).isPositive();
    assertThat(pod.get("terminationGracePeriodSeconds").getAsInt()).isGreaterThan(command + 10);
    var consumer = at(one(manifests, "Deployment", "consumer"), "spec.template.spec");
    assertThat(container(consumer).has("lifecycle")).isFalse();
  }

  @Test
  void aSettingComesFromASecretThatIsThere() {
    var manifests = render(MOST);
    for (var kind : List.of("web", "consumer")) {
      var pod = at(one(manifests, "Deployment", kind), "spec.template.spec");
      var from =
          elements(container(pod).getAsJsonArray("env"))
              .filter(variable -> variable.get("name").getAsString().equals("KAFKA_PASSWORD"))
              .map(variable -> at(variable, "valueFrom.secretKeyRef"))
              .toList();
      assertThat(from).hasSize(1);
      assertThat(from.get(0).get("name").getAsString()).isEqualTo("board-user");
      assertThat(from.get(0).get("key").getAsString()).isEqualTo("password");
    }
  }

  @Test
  void aMisspeltValueIsRefused() {
    assertThatThrownBy(() -> render(with(Map.of("web.replica", 3))))
        .hasMessageContaining("replica");
    assertThatThrownBy(() -> render(with(Map.of("web.replicas", "three"))))
        .hasMessageContaining("replicas");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> render(Map.of("redis.url", "redis://redis:6379")))
        .hasMessageContaining("kafka.bootstrapServers must say where Kafka is");
    assertThatThrownBy(
            () ->
                render(
                    with(Map.of("archive.enabled", true, "archive.url", "jdbc:postgresql://p/b"))))
        .hasMessageContaining("archive.secret must name the Secret");
  }

  private static Map<String, Object> with(Map<String, Object> values) {
    var all = new TreeMap<>(LEAST);
    all.putAll(values);
    return all;
  }

  private static List<JsonObject> render(Map<String, Object> values) {
    var template = new Helm(CHART).template().withName("board").withKubeVersion(KUBERNETES);
    values.forEach(template::set);
    var manifests = new ArrayList<JsonObject>();
    for (var manifest :
        new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(template.call())) {
      if (manifest != null) {
        manifests.add(new Gson().toJsonTree(manifest).getAsJsonObject());
      }
    }
    return manifests;
  }

  private static void assertAllTaken(List<JsonObject> manifests) throws IOException {
    for (var manifest : manifests) {
      var kind = manifest.get("kind").getAsString();
      if (manifest.get("apiVersion").getAsString().startsWith("monitoring.coreos.com/")) {
        continue;
      }
      assertThat(API).containsKey(kind);
      API.get(kind).check(manifest);
    }
  }

  private static List<String> names(List<JsonObject> manifests) {
    return manifests.stream()
        .map(
            manifest ->
                manifest.get("kind").getAsString()
                    + " "
                    + at(manifest, "metadata").get("name").getAsString())
        .sorted()
        .toList();
  }

  private static JsonObject one(List<JsonObject> manifests, String kind, String suffix) {
    var found =
        manifests.stream()
            .filter(manifest -> manifest.get("kind").getAsString().equals(kind))
            .filter(manifest -> at(manifest, "metadata").get("name").getAsString().endsWith(suffix))
            .toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static JsonObject at(JsonObject manifest, String path) {
    var here = manifest;
    for (var name : path.split("\\.")) {
      here = here.getAsJsonObject(name);
    }
    return here;
  }

  private static JsonObject container(JsonObject pod) {
    return pod.getAsJsonArray("containers").get(0).getAsJsonObject();
  }

  private static Stream<JsonObject> elements(Iterable<JsonElement> array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonElement::getAsJsonObject);
  }
}
