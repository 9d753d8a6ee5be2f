package org.messageboard.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code docs/FAULTS.md}, of which every run writes its own section and leaves the others.
 *
 * @param file where it is
 */
public record FaultsPage(Path file) {

  private static final String HEADING = "## ";
  private static final String TITLE =
      """
      # The board under faults

      What happens to messages when parts of the board are killed, suspended, cut off or fed with rubbish. Each section
      is written by the run that it names; nothing in it is edited by hand.

      """;

  /** The page of this project. */
  public static FaultsPage ofProject() {
    return new FaultsPage(Path.of("docs/FAULTS.md"));
  }

  /** Replaces the section of this heading, or adds it at the end. */
  public void write(String heading, String text) {
    var sections = sections();
    sections.put(heading, text.strip() + "\n\n");
    var page = new StringBuilder(TITLE);
    sections.forEach((name, body) -> page.append(HEADING + name + "\n\n" + body));
    try {
      Files.writeString(file, page.toString().strip() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stands under this heading, or an empty text. */
  public String section(String heading) {
    return sections().getOrDefault(heading, "");
  }

  private Map<String, String> sections() {
    var sections = new LinkedHashMap<String, String>();
    if (Files.notExists(file)) {
      return sections;
    }
    try {
      var parts = Files.readString(file).split("(?m)^" + HEADING);
      for (int i = 1; i < parts.length; i++) {
        int end = parts[i].indexOf('\n');
        sections.put(parts[i].substring(0, end), parts[i].substring(end).strip() + "\n\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sections;
  }
}
