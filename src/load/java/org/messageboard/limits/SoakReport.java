package org.messageboard.limits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes what was seen as Markdown, again after each sample, so that a run cut short has it too.
 */
final class SoakReport {

  private static final int MOST_ROWS = 25;

  private final Path file;

  SoakReport(Path file) {
    this.file = file;
  }

  /**
   * @param summary lines that follow the tables
   * @return what was written
   */
  String write(List<Sample> samples, List<Flatness> flatness, List<String> summary) {
    var text =
        Stream.of(
                Stream.of(Sample.HEAD.strip()),
                thinned(samples).stream().map(Sample::row),
                Stream.of("", "| | trend of the second half | last over second quarter |"),
                Stream.of("| --- | ---: | ---: |"),
                flatness.stream().map(Flatness::row),
                Stream.of(""),
                summary.stream().map(line -> "- " + line))
            .flatMap(lines -> lines)
            .collect(Collectors.joining("\n", "", "\n"));
    try {
      Files.writeString(file, text);
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Evenly, the first and the last included. */
  private static List<Sample> thinned(List<Sample> samples) {
    int rows = Math.min(MOST_ROWS, samples.size());
    return IntStream.range(0, rows)
        .mapToObj(i -> samples.get(rows < 2 ? i : i * (samples.size() - 1) / (rows - 1)))
        .toList();
  }
}
