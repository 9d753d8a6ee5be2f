package org.messageboard.board;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The names that a message mentions, written as {@code @name}: letters, digits and {@code _.-}. */
public final class Mentions {

  /** Maximum number of names; further ones are not mentioned. */
  public static final int MOST = 20;

  private static final String WORD = "\\p{L}\\p{M}\\p{N}_";

  private static final String NAME = "[" + WORD + "](?:[" + WORD + ".-]{0,48}[" + WORD + "])?";

  /** Not in an address, such as {@code ada@example.org}. */
  private static final Pattern MENTION = Pattern.compile("(?<![" + WORD + "@./-])@(" + NAME + ")");

  private static final Pattern FORM = Pattern.compile(NAME);

  private Mentions() {}

  /** Each name in the text once, in their order. */
  public static List<String> in(String text) {
    return MENTION
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .distinct()
        .limit(MOST)
        .toList();
  }

  static boolean isName(String text) {
    return FORM.matcher(text).matches();
  }
}
