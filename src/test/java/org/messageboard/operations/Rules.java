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

  /** Those about the board's own metrics. */
  private static final List<String> OF_BOARD = List.of("alerts", "slo");

  /** All, each a file {@code NAME.yml} with its tests in {@code NAME.test.yml}. */
  static final List<String> FILES = List.of("alerts", "services", "slo");

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
    return of(FILES);
  }

  /** Without those about Kafka, Redis and PostgreSQL, whose metrics come from exporters. */
  static Rules ofBoard() {
    return of(OF_BOARD);
  }

  /** Those about what exporters measure. */
  static Rules ofServices() {
    return of(List.of("services"));
  }

  private static Rules of(List<String> files) {
    return new Rules(
        files.stream()
            .flatMap(
                file -> Rules.<Map<String, Object>>list(yaml(file + ".yml").get("groups")).stream())
            .flatMap(group -> Rules.<Map<String, Object>>list(group.get("rules")).stream())
            .toList());
  }

  /** The test cases, each of which names its alert. */
  static List<Map<String, Object>> tests() {
    return FILES.stream()
        .flatMap(
            file -> Rules.<Map<String, Object>>list(yaml(file + ".test.yml").get("tests")).stream())
        .toList();
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
