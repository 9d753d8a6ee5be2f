package org.messageboard.operations;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Checks the files for Prometheus with its own tool. */
@ExtendWith(NeedsPromtool.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PromtoolTest {

  @TempDir Path directory;

  @Test
  void theConfigurationIsValid() {
    assertIsRight("check", "config", file("prometheus.yml"));
  }

  @ParameterizedTest
  @FieldSource("org.messageboard.operations.Rules#FILES")
  void everyAlertFiresWhenItShouldAndNotJustBelowItsThreshold(String rules) {
    assertIsRight("test", "rules", file(rules + ".test.yml"));
  }

  @Test
  void theDashboardsQueriesAreValid() throws IOException {
    var expressions =
        Dashboard.ofProject().expressions().stream()
            .map(expression -> expression.text().replace("$__rate_interval", "1m"))
            .toList();
    assertThat(expressions).hasSizeGreaterThan(50);
    assertThat(assertIsRight("check", "rules", rulesOf(expressions)))
        .contains(expressions.size() + " rules found");
  }

  private static String assertIsRight(String... arguments) {
    var answer = Promtool.run(arguments);
    assertThat(answer.exitCode()).as(answer.output()).isZero();
    assertThat(answer.output()).contains("SUCCESS");
    return answer.output();
  }

  private static String file(String name) {
    return Rules.DIRECTORY.resolve(name).toString();
  }

  /** A file of recording rules with these expressions, as JSON, which is also YAML. */
  private String rulesOf(List<String> expressions) throws IOException {
    var rules = Json.createArrayBuilder();
    for (int i = 0; i < expressions.size(); i++) {
      rules.add(
          Json.createObjectBuilder()
              .add("record", "expression:" + i)
              .add("expr", expressions.get(i)));
    }
    var group = Json.createObjectBuilder().add("name", "expressions").add("rules", rules);
    var groups =
        Json.createObjectBuilder().add("groups", Json.createArrayBuilder().add(group)).build();
    return Files.writeString(directory.resolve("rules.yml"), groups.toString()).toString();
  }
}
