package org.messageboard.board;

import java.util.regex.Pattern;

/** What a text of the board may consist of. */
public final class Text {

  /**
   * What shows nothing besides spaces, controls and format characters: Unicode's {@code
   * Default_Ignorable_Code_Point}, and the braille pattern without dots.
   */
  private static final Pattern INVISIBLE =
      Pattern.compile(
          "[\\x{00AD}\\x{034F}\\x{061C}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}\\x{180B}-\\x{180F}"
              + "\\x{200B}-\\x{200F}\\x{202A}-\\x{202E}\\x{2060}-\\x{206F}\\x{2800}\\x{3164}"
              + "\\x{FE00}-\\x{FE0F}\\x{FEFF}\\x{FFA0}\\x{FFF0}-\\x{FFF8}"
              + "\\x{1BCA0}-\\x{1BCA3}\\x{1D173}-\\x{1D17A}\\x{E0000}-\\x{E0FFF}]");

  private Text() {}

  /** Whether nobody could see anything of it. */
  public static boolean isInvisible(String text) {
    return isBlank(INVISIBLE.matcher(text).replaceAll(""));
  }

  /**
   * Whether it has nothing but spaces, controls and format characters. By this a record of the
   * topic is read or refused, so it must not get stricter: what was accepted once stays readable.
   */
  static boolean isBlank(String text) {
    return text.codePoints().allMatch(Text::isSpace);
  }

  /** Length as people count it: in Unicode code points. */
  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Whether it can be written as UTF-8: no half of a surrogate pair stands alone. */
  public static boolean isWellFormed(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** Whether it has control characters; line breaks and tabs are none when {@code lines}. */
  public static boolean hasControls(String text, boolean lines) {
    return text.codePoints()
        .anyMatch(
            c -> Character.isISOControl(c) && !(lines && (c == '\n' || c == '\r' || c == '\t')));
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT;
  }
}
