package org.messageboard.limits;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Supplier;

/**
 * Bodies that a post should not have; by chance one of them may be right.
 *
 * @param pick the choice
 */
record HostileBody(Pick pick) {

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-0",
          "1e400",
          "1E-400",
          "1" + "0".repeat(2_000),
          "0." + "3".repeat(3_000),
          "[]",
          "{}",
          "[\"a\"]",
          "{\"a\":\"b\"}",
          "\"\"",
          "\" \"",
          "\"\\u0000\"",
          "\"a\\u0007\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\ud83d\\ud83d\\ude00\"",
          "\"\\u200b\\ufeff\"",
          "\"UPPER\"",
          "\"-a\"",
          "\"\\x41\"",
          "\"\\u12\"",
          "'a'",
          "a",
          "NaN",
          "Infinity",
          "01",
          "+1",
          ".5",
          "\"" + "x".repeat(51) + "\"",
          "\"" + "\\ud83d\\ude00".repeat(51) + "\"",
          "\"" + "y".repeat(2_001) + "\"",
          "\"" + "\\u0061".repeat(2_001) + "\"",
          "\"a\nb\"",
          "\"a\u0000b\"");

  private static final List<String> WHOLES =
      List.of(
          "",
          " ",
          "{",
          "}",
          "{}",
          "[]",
          "[{}]",
          "null",
          "0",
          "\"text\"",
          "{,}",
          "{\"author\"}",
          "{\"author\":}",
          "{\"author\":\"a\",}",
          "{\"author\":\"a\" \"content\":\"b\"}",
          "{author:\"a\",content:\"b\"}",
          "{'author':'a','content':'b'}",
          "{\"author\":\"a\",\"content\":\"b\"}}",
          "{\"author\":\"a\",\"content\":\"b\"}{}",
          "{\"author\":\"a\",\"content\":\"b\"} x",
          "{/* c */\"author\":\"a\",\"content\":\"b\"}",
          "\ufeff{\"author\":\"a\",\"content\":\"b\"}",
          "{\"author\":\"a\",\"author\":\"a\",\"content\":\"b\"}",
          "{\"author\":\"a\",\"\\u0061uthor\":\"c\",\"content\":\"b\"}",
          "{\"author\":\"a\",\"content\":\"b\",\"x\":1,\"x\":2}",
          "{\"author\":\"a\",\"content\":\"b\",\"__proto__\":{\"admin\":true}}",
          "author=a&content=b",
          "<message><author>a</author></message>");

  /** A JSON value, or what is none. */
  String value() {
    return pick.one(VALUES);
  }

  byte[] bytes() {
    List<Supplier<byte[]>> ways =
        List.of(
            this::wrongValue,
            this::whole,
            this::nested,
            this::tooLarge,
            this::damaged,
            this::damaged,
            this::truncated,
            this::otherEncoding,
            () -> pick.bytes(pick.length(2_000)));
    return pick.one(ways).get();
  }

  private byte[] wrongValue() {
    var good = new GoodMessage(pick).message();
    var fields = new String[] {"\"" + good.channel() + "\"", "\"a\"", "\"b\""};
    fields[pick.below(3)] = value();
    return """
        {"channel":%s,"author":%s,"content":%s}"""
        .formatted((Object[]) fields)
        .getBytes(UTF_8);
  }

  private byte[] whole() {
    return pick.one(WHOLES).getBytes(UTF_8);
  }

  private byte[] nested() {
    int depth = pick.one(List.of(10, 500, 999, 1_001, 5_000, 30_000));
    var open = pick.one("[", "{\"a\":");
    var close = open.equals("[") ? "]" : "}";
    var value = open.repeat(depth) + (open.equals("[") ? "" : "0") + close.repeat(depth);
    return pick.percent(50)
        ? value.getBytes(UTF_8)
        : ("{\"author\":\"a\",\"content\":\"b\",\"x\":" + value + "}").getBytes(UTF_8);
  }

  private byte[] tooLarge() {
    int size = pick.one(List.of(65_535, 65_536, 65_537, 70_000, 300_000));
    var start = "{\"author\":\"a\",\"content\":\"b\",\"x\":\"";
    return (start + "x".repeat(size - start.length() - 2) + "\"}").getBytes(UTF_8);
  }

  private byte[] damaged() {
    var bytes = good();
    for (int i = pick.length(8); i > 0; i--) {
      bytes[pick.below(bytes.length)] = (byte) pick.below(256);
    }
    return bytes;
  }

  private byte[] truncated() {
    var bytes = good();
    var part = new ByteArrayOutputStream();
    part.write(bytes, 0, pick.below(bytes.length));
    return part.toByteArray();
  }

  private byte[] otherEncoding() {
    var good = new GoodMessage(pick);
    var json = good.json(good.message());
    return json.getBytes(pick.percent(50) ? UTF_16 : ISO_8859_1);
  }

  private byte[] good() {
    var good = new GoodMessage(pick);
    return good.json(good.message()).getBytes(UTF_8);
  }
}
