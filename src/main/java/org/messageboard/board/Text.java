package org.messageboard.board;

import java.util.regex.Pattern;

/** The characters of texts on the board. */
public final class Text {

  /**
   * Characters that render as nothing, besides spaces, controls and format characters: Unicode's
   * {@code Default_Ignorable_Code_Point}, and the braille pattern without dots.
   */
  private static final Pattern INVISIBLE =
      Pattern.compile(
          "[\\x{00AD}\\x{034F}\\x{061C}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}\\x{180B}-\\x{180F}"
              + "\\x{200B}-\\x{200F}\\x{202A}-\\x{202E}\\x{2060}-\\x{206F}\\x{2800}\\x{3164}"
              + "\\x{FE00}-\\x{FE0F}\\x{FEFF}\\x{FFA0}\\x{FFF0}-\\x{FFF8}"
              + "\\x{1BCA0}-\\x{1BCA3}\\x{1D173}-\\x{1D17A}\\x{E0000}-\\x{E0FFF}]");

  /** The last ASCII character; those between it and the space are visible. */
  private static final char DELETE = 0x7F;

  private Text() {}

  /** Whether the text renders as nothing. Of most texts the first character tells. */
  public static boolean isInvisible(String text) {
    return text.chars().noneMatch(c -> c > ' ' && c < DELETE)
        && isBlank(INVISIBLE.matcher(text).replaceAll(""));
  }

  /**
   * Whether the text is only spaces, controls and format characters. Kafka records are rejected by
   * this rule, so it must never become stricter: what was accepted once stays readable.
   */
  static boolean isBlank(String text) {
    return text.codePoints().allMatch(Text::isSpace);
  }

  /** Length as people count it, in Unicode code points. */
  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Whether the text can be encoded as UTF-8: it has no unpaired surrogate. */
  public static boolean isWellFormed(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /**
   * Whether the text has control characters, apart from line breaks and tabs if {@code multiline}.
   */
  public static boolean hasControls(String text, boolean multiline) {
    return text.codePoints()
        .anyMatch(
            c ->
                Character.isISOControl(c) && !(multiline && (c == '\n' || c == '\r' || c == '\t')));
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT;
  }
}
