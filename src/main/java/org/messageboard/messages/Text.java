package org.messageboard.messages;

/** What a text of the board may consist of. */
final class Text {

  private Text() {}

  /** Whether nobody could see anything of it. */
  static boolean isBlank(String text) {
    return text.codePoints().allMatch(Text::isInvisible);
  }

  /** Length as people count it: in Unicode code points. */
  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Whether it can be written as UTF-8: no half of a surrogate pair stands alone. */
  static boolean isWellFormed(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** Whether it has control characters; line breaks and tabs are none when {@code lines}. */
  static boolean hasControls(String text, boolean lines) {
    return text.codePoints()
        .anyMatch(
            c -> Character.isISOControl(c) && !(lines && (c == '\n' || c == '\r' || c == '\t')));
  }

  private static boolean isInvisible(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT;
  }
}
