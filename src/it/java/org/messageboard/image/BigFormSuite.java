package org.messageboard.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.messageboard.dev.Await;
import org.messageboard.it.Board;

/** Compose's big form, with those of its services whose images can be had. */
@ExtendWith(NeedsDocker.class)
class BigFormSuite {

  /** Without these there is no board to test. */
  private static final List<String> NEEDED =
      List.of("kafka1", "kafka2", "kafka3", "redis", "postgres", "web", "consumer", "proxy");

  /** What Prometheus scrapes; the jobs without one are scraped from the services above. */
  private static final Map<String, String> EXPORTERS =
      Map.of(
          "message-board-redis", "redis-exporter",
          "message-board-postgres", "postgres-exporter",
          "message-board-disks", "node-exporter",
          "message-board-probe", "blackbox-exporter");

  private static final List<String> OTHERS = List.of("alertmanager", "mailpit", "grafana");

  private static final Duration LIMIT = Duration.ofSeconds(90);

  private static final List<String> started = new ArrayList<>(NEEDED);
  private static Compose compose;
  private static Board board;

  @BeforeAll
  static void start() throws Exception {
    compose = new Compose("message-board-image-big", List.of("docker-compose.yml"), Map.of());
    compose.run("build", "web", "kafka1");
    EXPORTERS.values().forEach(BigFormSuite::add);
    add("prometheus");
    OTHERS.forEach(BigFormSuite::add);
    compose.up(started.toArray(String[]::new));
    board = compose.board();
  }

  @AfterAll
  static void stop() {
    if (compose != null) {
      compose.close();
    }
  }

  private static void add(String service) {
    if (compose.hasImageOf(service)) {
      started.add(service);
    } else {
      System.out.printf("LEFT OUT: the image of %s is neither here nor to be had.%n", service);
    }
  }

  @Test
  void everyServiceHasAsManyContainersAsItSays() {
    for (var service : started) {
      int wanted = service.equals("web") || service.equals("consumer") ? 2 : 1;
      assertThat(compose.containers(service)).as(service).hasSize(wanted);
    }
  }

  @Test
  void whatIsPostedIsFoundInTheArchiveAlsoWithoutOneBroker() {
    var word = "w" + UUID.randomUUID().toString().substring(0, 8);
    compose.run("stop", "kafka2");
    try (var posts = SteadyPosts.to(board)) {
      posts.await(50);
      var id = Board.json(board.post("Ada", "the word is " + word)).getString("id");
      assertThat(Await.until(() -> board.found(word).equals(List.of(id)), LIMIT)).isTrue();
    } finally {
      compose.up("kafka2");
    }
  }

  @Test
  void prometheusScrapesEveryTarget() {
    if (!started.contains("prometheus")) {
      return; // said by add
    }
    var prometheus =
        new Board(URI.create("http://localhost:%s/".formatted(compose.port("PROMETHEUS_PORT"))));
    assertThat(
            Await.until(
                () -> scraped(prometheus).stream().allMatch(t -> t.health().equals("up")), LIMIT))
        .as(() -> scraped(prometheus).toString())
        .isTrue();
    var jobs = scraped(prometheus).stream().map(Target::job).toList();
    assertThat(jobs).filteredOn("message-board"::equals).hasSize(4);
    assertThat(jobs).filteredOn("message-board-kafka"::equals).hasSize(3);
    EXPORTERS.forEach(
        (job, exporter) -> {
          if (started.contains(exporter)) {
            assertThat(jobs).as(exporter).contains(job);
          }
        });
    // Each says something of what it is there for
    for (var metric :
        List.of(
            "messageboard_streams_limit",
            "kafka_controller_kafkacontroller_activecontrollercount")) {
      assertThat(value(prometheus, "count(" + metric + ")")).as(metric).isPositive();
    }
    var rules = prometheus.get("api/v1/rules").body();
    assertThat(rules).contains("MessageBoardNoConsumer").doesNotContain("\"health\":\"err\"");
  }

  private record Target(String job, String address, String health, String error) {}

  /** All targets of Prometheus, without those whose exporters were left out. */
  private static List<Target> scraped(Board prometheus) {
    return Board.json(prometheus.get("api/v1/targets"))
        .getJsonObject("data")
        .getJsonArray("activeTargets")
        .getValuesAs(JsonObject.class)
        .stream()
        .map(
            t ->
                new Target(
                    t.getJsonObject("labels").getString("job"),
                    t.getString("scrapeUrl"),
                    t.getString("health"),
                    t.getString("lastError")))
        .filter(t -> started.contains(EXPORTERS.getOrDefault(t.job(), "prometheus")))
        // Without docker-compose.tls.yml there is no certificate to look at
        .filter(t -> !t.job().equals("message-board-certificates"))
        .toList();
  }

  private static double value(Board prometheus, String query) {
    var result =
        Board.json(prometheus.get("api/v1/query?query=" + URLEncoder.encode(query, UTF_8)))
            .getJsonObject("data")
            .getJsonArray("result");
    return result.isEmpty()
        ? 0
        : Double.parseDouble(result.getJsonObject(0).getJsonArray("value").getString(1));
  }
}
