package org.messageboard.archive;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Cuts texts into the words by which they are found, without case and accents.
 *
 * <p>What is written without spaces (Chinese, Japanese, Thai ...) becomes overlapping pairs of
 * characters, and the last character. An identifier such as {@code getUserName} or {@code
 * user_name} becomes its parts, and from each part on, what follows in one word: it is found by
 * {@code username} and by {@code name}. The same words come from a text and from what somebody
 * searches for.
 */
final class Words {

  /**
   * A word in a text.
   *
   * @param text without case and accents
   * @param position 1 for the first; an identifier's words share positions
   * @param start where it begins in the text, in UTF-16 units
   * @param end where it ends, exclusive
   */
  record Word(String text, int position, int start, int end) {}

  /** Stands for a link; no word has a colon. */
  static final String LINK = ":link";

  private static final Pattern URL = Pattern.compile("(?i)\\bhttps?://[^\\s/]");

  /** Words of a text after these are not found: PostgreSQL knows no higher positions. */
  private static final int MOST = 16_000;

  /** A longer word is cut. */
  private static final int LONGEST = 60;

  private static final int MOST_PARTS = 12;

  private static final Set<UnicodeScript> UNSPACED =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.BOPOMOFO,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);

  /** Thai's first character. */
  private static final int FIRST_UNSPACED = 0xe00;

  /** Accents of Latin, Greek and Cyrillic, and vowel marks of Hebrew and Arabic. */
  private static final Pattern ACCENTS =
      Pattern.compile("[\\u0300-\\u036f\\u0591-\\u05c7\\u0610-\\u061a\\u064b-\\u065f\\u0670]");

  /** Letters that no decomposition makes plain. */
  private static final Map<String, String> PLAIN =
      Map.of("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ł", "l", "ı", "i", "þ", "th");

  private static final Pattern SPECIAL = Pattern.compile("[ßæœøđłıþ]");

  /** Where a part of an identifier begins: user|Name, HTTP|Server. */
  private static final Pattern PARTS =
      Pattern.compile("_+|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

  private final String text;
  private final List<Word> words = new ArrayList<>();
  private int position;

  private Words(String text) {
    this.text = text;
  }

  /** The text without case and accents. */
  static String fold(String text) {
    if (isAscii(text)) {
      return text.toLowerCase(Locale.ROOT);
    }
    var plain = ACCENTS.matcher(Normalizer.normalize(text, Form.NFKD)).replaceAll("");
    var lower = Normalizer.normalize(plain, Form.NFC).toLowerCase(Locale.ROOT);
    return SPECIAL.matcher(lower).replaceAll(found -> PLAIN.get(found.group()));
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  /** The words of a text in order. */
  static List<Word> of(String text) {
    var words = new Words(text);
    for (int from = 0; from < text.length() && words.position < MOST; ) {
      int to = words.end(from);
      words.addRun(from, to);
      from = to;
    }
    return words.words;
  }

  /** The words, and {@link #LINK} if there is one, as PostgreSQL reads a {@code tsvector}. */
  static String vector(String text) {
    var positions = new LinkedHashMap<String, StringBuilder>();
    for (var word : of(text)) {
      var before = positions.get(word.text());
      if (before == null) {
        positions.put(word.text(), new StringBuilder().append(word.position()));
      } else {
        before.append(',').append(word.position());
      }
    }
    if (URL.matcher(text).find()) {
      positions.put(LINK, new StringBuilder("1"));
    }
    var vector = new StringBuilder();
    positions.forEach(
        (word, at) ->
            vector.append(vector.isEmpty() ? "'" : " '").append(word).append("':").append(at));
    return vector.toString();
  }

  /** Whether the word is one character of a script without spaces. */
  static boolean isUnspaced(String word) {
    return word.codePointCount(0, word.length()) == 1 && kind(word.codePointAt(0)) == Kind.UNSPACED;
  }

  private enum Kind {
    NONE,
    SPACED,
    UNSPACED
  }

  private static Kind kind(int c) {
    if (!isWordly(c)) {
      return Kind.NONE;
    }
    if (c < FIRST_UNSPACED) {
      return Kind.SPACED;
    }
    return UNSPACED.contains(UnicodeScript.of(c)) ? Kind.UNSPACED : Kind.SPACED;
  }

  private static boolean isWordly(int c) {
    return Character.isLetterOrDigit(c) || c == '_' || isMark(c);
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return c == 'ー'
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  /** Where the run of characters of one kind ends that begins here. */
  private int end(int from) {
    var kind = kind(text.codePointAt(from));
    int to = from;
    while (to < text.length()) {
      int c = text.codePointAt(to);
      // Marks belong to what they stand on
      if (kind(c) != kind && !(kind != Kind.NONE && isMark(c))) {
        break;
      }
      to += Character.charCount(c);
    }
    return to;
  }

  private void addRun(int from, int to) {
    switch (kind(text.codePointAt(from))) {
      case SPACED -> addIdentifier(from, to);
      case UNSPACED -> addPairs(from, to);
      default -> {}
    }
  }

  private void addIdentifier(int from, int to) {
    if (isPlain(from, to)) {
      position++;
      add(text.substring(from, to).toLowerCase(Locale.ROOT), from, to);
      return;
    }
    var starts = new ArrayList<Integer>();
    var parts = new ArrayList<String>();
    int start = from;
    for (var part : PARTS.split(text.substring(from, to))) {
      start = text.indexOf(part, start);
      var folded = fold(part);
      if (!folded.isEmpty() && parts.size() < MOST_PARTS) {
        starts.add(start);
        parts.add(folded);
      }
      start += part.length();
    }
    for (int i = 0; i < parts.size(); i++) {
      position++;
      boolean last = i == parts.size() - 1;
      add(parts.get(i), starts.get(i), last ? to : starts.get(i + 1));
      if (!last) {
        add(String.join("", parts.subList(i, parts.size())), starts.get(i), to);
      }
    }
  }

  /**
   * Whether it is one part, as most words are: letters and digits of ASCII, all but the first
   * small.
   */
  private boolean isPlain(int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean isSmall = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
      if (!isSmall && (i > from || c < 'A' || c > 'Z')) {
        return false;
      }
    }
    return true;
  }

  private void addPairs(int from, int to) {
    for (int at = from; at < to && position < MOST; ) {
      int next = text.offsetByCodePoints(at, 1);
      int end = next < to ? text.offsetByCodePoints(next, 1) : to;
      position++;
      add(fold(text.substring(at, end)), at, end);
      at = next;
    }
  }

  private void add(String word, int start, int end) {
    if (!word.isEmpty()) {
      var cut = word.length() > LONGEST ? word.substring(0, cut(word)) : word;
      words.add(new Word(cut, position, start, end));
    }
  }

  /** Not between the two halves of a character. */
  private static int cut(String word) {
    return Character.isHighSurrogate(word.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
  }
}
