package org.messageboard.limits;

import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Messages that the board must take, written in any of the ways in which JSON may be written.
 *
 * @param pick the choice
 */
record GoodMessage(Pick pick) {

  private static final int MOST_AUTHOR = 50;
  private static final int MOST_CONTENT = 2_000;
  private static final String SPACE = " \t\n\r";

  Sent message() {
    return new Sent(
        text(MOST_AUTHOR, c -> !Character.isISOControl(c)),
        text(MOST_CONTENT, c -> !Character.isISOControl(c) || c == '\n' || c == '\r' || c == '\t'),
        channel());
  }

  /** Its JSON: members in any order, with any space and any escapes. */
  String json(Sent message) {
    var members =
        new String[] {
          member("author", message.author()),
          member("content", message.content()),
          member("channel", message.channel())
        };
    var extra = pick.percent(10) ? "," + member("extra", "x") : "";
    int first = pick.below(3);
    return space()
        + "{"
        + String.join(",", members[first], members[(first + 1) % 3], members[(first + 2) % 3])
        + extra
        + "}"
        + space();
  }

  private String text(int longest, IntPredicate allowed) {
    int length = pick.length(longest);
    var text = new StringBuilder().append((char) ('a' + pick.below(26)));
    for (int i = 1; i < length; i++) {
      text.appendCodePoint(codePoint(allowed));
    }
    return text.toString();
  }

  private int codePoint(IntPredicate allowed) {
    while (true) {
      int c = pick.below(pick.percent(60) ? 0x80 : pick.percent(70) ? 0x10000 : 0x110000);
      boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
      if (!surrogate && allowed.test(c)) {
        return c;
      }
    }
  }

  private String channel() {
    return pick.one("a0", "7-up", "books", "x-", "9-9", "z".repeat(40), "ch" + pick.below(50));
  }

  /** Whether only good posts are about a channel of this name: it is never set or emptied. */
  static boolean isSpared(String channel) {
    return channel.matches("a0|7-up|books|x-|9-9|z{40}|ch[0-9]{1,2}");
  }

  private String member(String name, String value) {
    return space() + quoted(name) + space() + ":" + space() + quoted(value) + space();
  }

  private String quoted(String text) {
    int escapes = pick.one(List.of(0, 5, 100));
    var json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      json.append(character(c, escapes));
    }
    return json.append('"').toString();
  }

  private String character(char c, int escapes) {
    if (c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c) && escapes == 100) {
      return escape(c);
    }
    return !Character.isSurrogate(c) && pick.percent(escapes) ? escape(c) : Character.toString(c);
  }

  private String escape(char c) {
    int known = "\"\\/\b\f\n\r\t".indexOf(c);
    if (known >= 0 && pick.percent(50)) {
      return "\\" + "\"\\/bfnrt".charAt(known);
    }
    return String.format(Locale.ROOT, pick.one("\\u%04x", "\\u%04X"), (int) c);
  }

  private String space() {
    return pick.percent(90) ? "" : Character.toString(SPACE.charAt(pick.below(SPACE.length())));
  }
}
