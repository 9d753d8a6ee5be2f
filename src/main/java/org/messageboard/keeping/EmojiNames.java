package org.messageboard.keeping;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.ServletContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.messageboard.board.Emoji;

/** The emoji by their names, as the page's own list has them: {@code js/emoji.js}. */
final class EmojiNames {

  private static final Pattern LINE = Pattern.compile("\\s+(\\S+)((?: [a-z0-9_+-]+)+)");

  private EmojiNames() {}

  static Map<String, String> of(ServletContext context) {
    try (var in = context.getResourceAsStream("/js/emoji.js");
        var lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      return of(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, String> of(BufferedReader lines) {
    var names = new HashMap<String, String>();
    lines
        .lines()
        .map(LINE::matcher)
        .filter(line -> line.matches() && Emoji.of(line.group(1)).isPresent())
        .forEach(
            line -> {
              for (var name : line.group(2).strip().split(" ")) {
                names.putIfAbsent(name, Emoji.of(line.group(1)).get());
              }
            });
    return names;
  }
}
