package org.messageboard.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Results as lines of text: name, date, and {@code FIGURE=value} each, separated by tabs. A run
 * replaces the lines of what it measured and leaves the others.
 *
 * @param path where it is
 */
record ResultsFile(Path path) {

  /** All results by name, in the order they were first written. */
  Map<String, Result> read() {
    var results = new LinkedHashMap<String, Result>();
    if (Files.exists(path)) {
      try {
        Files.readAllLines(path).stream()
            .map(ResultsFile::result)
            .forEach(result -> results.put(result.name(), result));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return results;
  }

  /** Adds results, in place of those of the same names and of their parts. */
  void merge(Collection<Result> results) {
    var all = read();
    results.forEach(
        result ->
            all.keySet()
                .removeIf(
                    name -> name.equals(result.name()) || name.startsWith(result.name() + "/")));
    results.forEach(result -> all.put(result.name(), result));
    var lines = all.values().stream().map(ResultsFile::line).toList();
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.write(path, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(Result result) {
    var values = result.figures().values();
    return Arrays.stream(Figure.values())
        .filter(values::containsKey)
        .map(figure -> figure + "=" + number(values.get(figure)))
        .collect(Collectors.joining("\t", result.name() + "\t" + result.date() + "\t", ""));
  }

  /** Six digits are more than can be repeated. */
  private static String number(double value) {
    var rounded = new BigDecimal(value).round(new MathContext(6));
    return rounded.stripTrailingZeros().toPlainString();
  }

  private static Result result(String line) {
    var fields = line.split("\t");
    var figures = new Figures();
    Arrays.stream(fields)
        .skip(2)
        .map(field -> field.split("="))
        .forEach(pair -> figures.with(Figure.valueOf(pair[0]), Double.parseDouble(pair[1])));
    return new Result(fields[0], fields[1], figures);
  }
}
