package org.messageboard.board;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Unicode's list of emoji: {@code emoji.txt} has the fully-qualified ones of {@code emoji-test.txt}
 * (UTS #51) in version 18.0, under the Unicode License v3. Java 17 knows no emoji.
 */
public final class Emoji {

  /** Maximum number of different emoji on one message. */
  public static final int MOST = 20;

  /** U+FE0F asks for the colourful form of a character; keyboards do not always send it. */
  private static final String PRESENTATION = "\uFE0F";

  /** Each emoji by its characters without U+FE0F. */
  private static final Map<String, String> KNOWN = load();

  private Emoji() {}

  /** The fully-qualified form of one emoji; empty if the text is anything else. */
  public static Optional<String> of(String text) {
    return Optional.ofNullable(KNOWN.get(text.replace(PRESENTATION, "")));
  }

  private static Map<String, String> load() {
    try (var in = Emoji.class.getResourceAsStream("/emoji.txt")) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .collect(toUnmodifiableMap(e -> e.replace(PRESENTATION, ""), Function.identity()));
    } catch (IOException e) {
      throw new UncheckedIOException("The list of emoji cannot be read.", e);
    }
  }
}
