package org.messageboard.operations;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.messageboard.operations.Rules.Alert;

/** Every alert tells an operator what to do, and has test cases. */
class RulesTest {

  private static final Path RUNBOOK = Path.of("docs/RUNBOOK.md");
  private static final Pattern SECTION = Pattern.compile("^### (.+)$", Pattern.MULTILINE);
  private static final Pattern ALERT_ASKED_FOR = Pattern.compile("alertname=\"(\\w+)\"");

  private static final Pattern JOB = Pattern.compile("\\bjob=\"(message-board-\\w+)\"");
  private static final Pattern SCRAPED =
      Pattern.compile("^  - job_name: (message-board-\\w+)$", Pattern.MULTILINE);

  /**
   * What these answered on 30 November 2026: jmx_prometheus_javaagent 1.0.1 in a Kafka 4.3.1 with
   * docker/kafka/jmx.yml, redis_exporter 1.45, node_exporter 1.5 and blackbox_exporter 0.23. Those
   * of PostgreSQL are from the sources of postgres_exporter 0.20.
   */
  private static final Set<String> EXPORTED =
      Set.of(
          "up",
          "kafka_controller_kafkacontroller_activecontrollercount",
          "kafka_controller_kafkacontroller_offlinepartitionscount",
          "kafka_log_logmanager_offlinelogdirectorycount",
          "kafka_server_replicamanager_isrshrinks_total",
          "kafka_server_replicamanager_underminisrpartitioncount",
          "kafka_server_replicamanager_underreplicatedpartitions",
          "redis_aof_enabled",
          "redis_aof_last_bgrewrite_status",
          "redis_aof_last_write_status",
          "redis_connected_slave_lag_seconds",
          "redis_errors_total",
          "redis_evicted_keys_total",
          "redis_master_link_up",
          "redis_memory_max_bytes",
          "redis_memory_used_bytes",
          "redis_rejected_connections_total",
          "redis_up",
          "pg_replication_is_replica",
          "pg_replication_lag_seconds",
          "pg_settings_max_connections",
          "pg_stat_activity_count",
          "pg_up",
          "node_filesystem_avail_bytes",
          "node_filesystem_size_bytes",
          "probe_ssl_earliest_cert_expiry",
          "probe_success");

  private final List<Alert> alerts = Rules.ofProject().alerts();

  @Test
  void everyAlertHasADurationASeverityAndARunbookLink() {
    assertThat(alerts).hasSizeGreaterThan(20);
    assertThat(alerts)
        .allSatisfy(
            alert -> {
              assertThat(alert.duration()).as(alert.name()).matches("[1-9]\\d*m");
              assertThat(alert.labels().get("severity")).isIn("critical", "warning");
              assertThat(alert.annotations())
                  .containsOnlyKeys("summary", "description", "runbook_url")
                  .containsEntry("runbook_url", section(alert));
            });
  }

  @Test
  void theRunbookHasASectionForEachAlertAndNoOthers() throws IOException {
    var sections = SECTION.matcher(Files.readString(RUNBOOK)).results().map(m -> m.group(1));
    assertThat(sections).containsExactlyInAnyOrderElementsOf(names());
  }

  @Test
  void everySectionHasMeaningImpactChecksAndRemedy() throws IOException {
    var sections = Files.readString(RUNBOOK).split("(?m)^### ");
    assertThat(sections).hasSize(alerts.size() + 1);
    assertThat(List.of(sections).subList(1, sections.length))
        .allSatisfy(
            section ->
                assertThat(section)
                    .containsSubsequence(
                        "\n- **Means:** ", "\n- **People** ", "\n- **Look:** ", "\n- **Do:** "));
  }

  @Test
  void everyAlertHasACaseThatFiresAndOneThatDoesNot() {
    assertThat(triedTo(true)).containsExactlyInAnyOrderElementsOf(names());
    assertThat(triedTo(false)).containsExactlyInAnyOrderElementsOf(names());
  }

  @Test
  void theRulesAboutServicesAskForWhatTheirExportersHave() {
    assertThat(Rules.ofServices().expressions())
        .hasSizeGreaterThan(20)
        .flatExtracting(Expression::metrics)
        .containsOnlyElementsOf(EXPORTED);
  }

  /**
   * Where an exporter does not run, its alerts are silent; a user's other Redis is not the board's.
   */
  @Test
  void everyQueryAboutAServiceIsRestrictedToItsJob() {
    assertThat(Rules.ofServices().expressions())
        .allSatisfy(
            expression -> {
              assertThat(expression.text()).doesNotContain("absent");
              assertThat(expression.matchers())
                  .filteredOn(matcher -> matcher.label().equals("job"))
                  .extracting(Expression.Matcher::metric)
                  .containsAll(expression.metrics());
            });
  }

  @Test
  void prometheusScrapesEveryServiceThatTheRulesAskFor() throws IOException {
    var asked =
        Rules.ofServices().expressions().stream()
            .flatMap(expression -> JOB.matcher(expression.text()).results())
            .map(found -> found.group(1))
            .collect(toSet());
    var config = Files.readString(Rules.DIRECTORY.resolve("prometheus.yml"));
    assertThat(SCRAPED.matcher(config).results().map(found -> found.group(1)))
        .containsExactlyInAnyOrderElementsOf(asked);
    assertThat(config).contains(Rules.FILES.stream().map(name -> name + ".yml").toList());
  }

  /** The alerts that some case expects to fire, or not to fire. */
  private static Set<String> triedTo(boolean fire) {
    return Rules.tests().stream()
        .flatMap(t -> Rules.<Map<String, Object>>list(t.get("promql_expr_test")).stream())
        .filter(expected -> Rules.list(expected.get("exp_samples")).isEmpty() != fire)
        .flatMap(expected -> ALERT_ASKED_FOR.matcher((String) expected.get("expr")).results())
        .map(found -> found.group(1))
        .collect(toSet());
  }

  private Set<String> names() {
    return alerts.stream().map(Alert::name).collect(toSet());
  }

  private static String section(Alert alert) {
    return "docs/RUNBOOK.md#" + alert.name().toLowerCase(Locale.ROOT);
  }
}
