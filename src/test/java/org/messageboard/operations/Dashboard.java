package org.messageboard.operations;

import static java.util.function.Predicate.not;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The board's Grafana dashboard.
 *
 * @param json in Grafana's format
 */
record Dashboard(JsonObject json) {

  private static final Path FILE = Path.of("docker/grafana/dashboards/message-board.json");

  /** The choices for a variable: the values of a metric's label. */
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), *\\w+\\)");

  static Dashboard ofProject() {
    try (var reader = Json.createReader(Files.newBufferedReader(FILE))) {
      return new Dashboard(reader.readObject());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The panels, without the rows between them. */
  List<JsonObject> panels() {
    return all().stream().filter(not(Dashboard::isRow)).toList();
  }

  List<JsonObject> rows() {
    return all().stream().filter(Dashboard::isRow).toList();
  }

  /** All queries to Prometheus. */
  List<Expression> expressions() {
    var ofPanels =
        panels().stream()
            .flatMap(panel -> panel.getJsonArray("targets").getValuesAs(JsonObject.class).stream())
            .map(target -> target.getString("expr"));
    return Stream.concat(ofPanels, ofVariables()).map(Expression::new).toList();
  }

  private Stream<String> ofVariables() {
    return json
        .getJsonObject("templating")
        .getJsonArray("list")
        .getValuesAs(JsonObject.class)
        .stream()
        .filter(variable -> variable.getString("type").equals("query"))
        .map(variable -> variable.getJsonObject("query").getString("query"))
        .flatMap(query -> LABEL_VALUES.matcher(query).results())
        .map((MatchResult found) -> found.group(1));
  }

  private List<JsonObject> all() {
    return json.getJsonArray("panels").getValuesAs(JsonObject.class);
  }

  private static boolean isRow(JsonObject panel) {
    return panel.getString("type").equals("row");
  }
}
