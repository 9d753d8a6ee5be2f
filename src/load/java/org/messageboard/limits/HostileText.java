package org.messageboard.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.List;

/**
 * Texts that are not what is expected.
 *
 * @param pick the choice
 */
record HostileText(Pick pick) {

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\t",
          "null",
          "true",
          "[]",
          "{}",
          "-1",
          "0",
          "00",
          "1.5",
          "1e400",
          "NaN",
          "2147483648",
          "9223372036854775808",
          "-9223372036854775809",
          "99999999999999999999999999999999999999",
          "../../../../etc/passwd",
          "..\\..\\web.xml",
          "' OR '1'='1",
          "\"; FLUSHALL\r\n",
          "*1\r\n$8\r\nFLUSHALL\r\n",
          "<script>alert(1)</script>",
          "${jndi:ldap://localhost/a}",
          "#{7*7}",
          "%s%s%s%n",
          "a:b",
          ":",
          "e:1:2",
          "none:0",
          "unknown:0",
          "abc:9223372036854775807",
          "abc:9223372036854775808",
          "abc:-1",
          "\u0000",
          "a\u0000b",
          "\u001b[31m",
          "\u0085\u2028\u2029",
          "\u200b\u200d\ufeff",
          "\u202eabc",
          "e\u0301\u0301\u0301",
          "\uD83D\uDE00",
          "\uFFFF\uFFFE",
          "\u0130\u0131\u00df",
          "stream",
          "general");

  private static final List<String> BROKEN_ESCAPES =
      List.of(
          "%",
          "%zz",
          "%u0041",
          "%00",
          "%0d%0aX-Injected:%201",
          "%2e%2e%2f",
          "%2F",
          "%5c",
          "%c0%af",
          "%ed%a0%80",
          "%ff%fe",
          "%f4%90%80%80",
          "%e2%82",
          "%25%32%66",
          "+",
          "%20",
          "%3B",
          ";a=b");

  /** A text of any characters. */
  String text() {
    if (pick.percent(70)) {
      return pick.one(TEXTS);
    }
    return pick.percent(20) ? "a".repeat(pick.length(7_000)) : anything(pick.length(60));
  }

  /** A part of a path or query, encoded, and not always as it should be. */
  String encoded() {
    return pick.percent(30)
        ? pick.one(BROKEN_ESCAPES)
        : URLEncoder.encode(text(), UTF_8).replace("+", pick.one("+", "%20"));
  }

  /** A header's value: anything that does not end its line. */
  String headerValue() {
    var value = pick.percent(10) ? "%s".repeat(pick.length(4_000)) : text();
    return value.replaceAll("[\r\n]", " ");
  }

  /** Code points from everywhere, halves of surrogate pairs included. */
  String anything(int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int bound = pick.percent(50) ? 0x80 : pick.percent(50) ? 0x10000 : 0x110000;
      text.appendCodePoint(pick.below(bound));
    }
    return text.toString();
  }
}
