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
