package org.messageboard.operations;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What docs/METRICS.md says of the board's metrics. */
final class MetricsPage {

  private static final Path PAGE = Path.of("docs/METRICS.md");

  /** Name, type, labels, meaning. */
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `(messageboard_\\w+)` \\| (\\w+) \\| ((?:`\\w+`(?:, )?)*) ?\\| [^|]+ \\|$",
          Pattern.MULTILINE);

  private MetricsPage() {}

  /** A row as {@code name type labels}, such as {@code messageboard_info gauge version}. */
  static Set<String> rows() {
    try {
      return ROW.matcher(Files.readString(PAGE))
          .results()
          .map(row -> row(row.group(1), row.group(2), row.group(3).replaceAll("[`,]", "")))
          .collect(toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String row(String name, String type, String labels) {
    return (name + " " + type + " " + labels).strip();
  }
}
