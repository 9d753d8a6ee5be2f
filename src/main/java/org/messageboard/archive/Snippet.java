package org.messageboard.archive;

import jakarta.json.stream.JsonGenerator;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a text in which something was found.
 *
 * @param text without markup
 * @param ranges where the words are in it, in UTF-16 units; they do not overlap
 */
record Snippet(String text, List<Range> ranges) {

  record Range(int start, int end) {}

  private static final int LENGTH = 240;
  private static final int BEFORE = 60;
  private static final String MORE = "…";

  static Snippet of(String content, SearchTerms terms) {
    var found = ranges(content, terms);
    int first = found.isEmpty() ? 0 : found.get(0).start();
    int from = first <= BEFORE ? 0 : boundary(content, first - BEFORE);
    int to =
        from + LENGTH >= content.length() ? content.length() : boundary(content, from + LENGTH);
    var before = from > 0 ? MORE : "";
    int shift = before.length() - from;
    var ranges =
        found.stream()
            .filter(range -> range.start() >= from && range.end() <= to)
            .map(range -> new Range(range.start() + shift, range.end() + shift))
            .toList();
    var after = to < content.length() ? MORE : "";
    return new Snippet(before + content.substring(from, to) + after, ranges);
  }

  private static List<Range> ranges(String content, SearchTerms terms) {
    var ranges = new ArrayList<Range>();
    for (var word : Words.of(content)) {
      if (terms.matches(word.text())) {
        var last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
        if (last != null && word.start() < last.end()) {
          ranges.set(ranges.size() - 1, new Range(last.start(), Math.max(last.end(), word.end())));
        } else {
          ranges.add(new Range(word.start(), word.end()));
        }
      }
    }
    return ranges;
  }

  /** The end of the next space, unless that is far; never between the halves of a character. */
  private static int boundary(String content, int at) {
    for (int i = at; i < Math.min(content.length(), at + 20); i++) {
      if (Character.isWhitespace(content.charAt(i))) {
        return i + 1;
      }
    }
    return Character.isLowSurrogate(content.charAt(at)) ? at + 1 : at;
  }

  void write(JsonGenerator json) {
    json.write("snippet", text).writeStartArray("ranges");
    ranges.forEach(
        range ->
            json.writeStartObject()
                .write("start", range.start())
                .write("end", range.end())
                .writeEnd());
    json.writeEnd();
  }
}
