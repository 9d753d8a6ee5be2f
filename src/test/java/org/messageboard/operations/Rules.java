package org.messageboard.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The board's recording rules and alerts for Prometheus. */
final class Rules {

  static final Path DIRECTORY = Path.of("docker/prometheus");

  /**
   * @param name name of the alert
   * @param duration how long the expression must hold; null if the alert fires at once
   */
  record Alert(
      String name, String duration, Map<String, String> labels, Map<String, String> annotations) {}

  private final List<Map<String, Object>> rules;

  private Rules(List<Map<String, Object>> rules) {
    this.rules = rules;
  }

  static Rules ofProject() {
    List<Map<String, Object>> groups = list(yaml("alerts.yml").get("groups"));
    return new Rules(
        groups.stream()
            .flatMap(group -> Rules.<Map<String, Object>>list(group.get("rules")).stream())
            .toList());
  }

  /** The test cases, each of which names its alert. */
  static List<Map<String, Object>> tests() {
    return list(yaml("alerts.test.yml").get("tests"));
  }

  List<Alert> alerts() {
    return rules.stream()
        .filter(rule -> rule.containsKey("alert"))
        .map(
            rule ->
                new Alert(
                    (String) rule.get("alert"),
                    (String) rule.get("for"),
                    map(rule.get("labels")),
                    map(rule.get("annotations"))))
        .toList();
  }

  /** The metrics that the recording rules define. */
  List<String> records() {
    return rules.stream()
        .filter(rule -> rule.containsKey("record"))
        .map(rule -> (String) rule.get("record"))
        .toList();
  }

  List<Expression> expressions() {
    return rules.stream().map(rule -> new Expression((String) rule.get("expr"))).toList();
  }

  private static Map<String, Object> yaml(String file) {
    try (var text = Files.newBufferedReader(DIRECTORY.resolve(file))) {
      return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  static <T> List<T> list(Object value) {
    return value == null ? List.of() : (List<T>) value;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> map(Object value) {
    return value == null ? Map.of() : (Map<String, String>) value;
  }
}
