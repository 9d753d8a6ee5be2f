package org.messageboard.benchmark;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.messageboard.benchmark.Scenario.Section;

/**
 * The board's figures beside those of its rivals in the same rounds, and one over the other.
 *
 * @param results all there are, by name
 */
record RatioTable(Map<String, Result> results) {

  private static final List<String> HEADS =
      List.of("scenario", "figure", "board", "floor", "ratio", "older commit", "ratio");

  /** Lines of Markdown. */
  String text() {
    var rows =
        Scenarios.all().stream()
            .filter(s -> s.section() == Section.RATIOS && results.containsKey(s.name()))
            .flatMap(this::rows)
            .collect(joining("\n"));
    return rows.isEmpty()
        ? "not measured yet"
        : "| %s |\n| --- | --- |%s\n%s"
            .formatted(String.join(" | ", HEADS), " ---: |".repeat(HEADS.size() - 2), rows);
  }

  private Stream<String> rows(Scenario scenario) {
    var board = results.get(scenario.name()).figures();
    return Arrays.stream(Ratio.values())
        .filter(ratio -> board.has(ratio.to(Site.FLOOR)))
        .map(ratio -> row(scenario, board, ratio));
  }

  private String row(Scenario scenario, Figures board, Ratio ratio) {
    var figure = ratio.figure();
    var floor = results.get(scenario.name() + "/" + Site.FLOOR).figures();
    var earlier = earlier(scenario);
    var value =
        earlier.map(
            r -> "`%s`: %s".formatted(version(r), figure.withUnit(r.figures().get(figure))));
    return "| %s | %s | %s | %s | %s | %s | %s |"
        .formatted(
            scenario.title(),
            figure.title(),
            figure.withUnit(board.get(figure)),
            figure.withUnit(floor.get(figure)),
            board.text(ratio.to(Site.FLOOR)),
            value.orElse(""),
            earlier.map(r -> board.text(ratio.to(version(r)))).orElse(""));
  }

  /** The part that is not the floor's. */
  private Optional<Result> earlier(Scenario scenario) {
    return results.values().stream()
        .filter(r -> r.name().startsWith(scenario.name() + "/"))
        .filter(r -> !version(r).equals(Site.FLOOR))
        .findFirst();
  }

  private static String version(Result result) {
    return result.name().substring(result.name().indexOf('/') + 1);
  }
}
