package org.messageboard.dev.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.messageboard.dev.StartException;

/**
 * Splits a string into words like a shell, because Maven passes all arguments as one property.
 *
 * <p>Quotes of either kind keep a word together. In double quotes and outside quotes, a backslash
 * escapes the next character; in double quotes, {@code \n}, {@code \r} and {@code \t} are a line
 * feed, a carriage return and a tab.
 */
final class Words {

  private static final Pattern WORD =
      Pattern.compile("(?:[^\\s\"'\\\\]|\\\\.|\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*')+", Pattern.DOTALL);

  private static final Pattern PART =
      Pattern.compile("'([^']*)'|\"((?:[^\"\\\\]|\\\\.)*)\"|\\\\(.)|([^\"'\\\\]+)", Pattern.DOTALL);

  private Words() {}

  /**
   * Splits the text.
   *
   * @throws StartException if a quote is not closed
   */
  static List<String> of(String text) {
    var words = new ArrayList<String>();
    var matcher = WORD.matcher(text);
    var rest = matcher.replaceAll("");
    if (!rest.isBlank()) {
      throw new StartException("A quote is not closed in: " + text);
    }
    matcher.reset();
    while (matcher.find()) {
      words.add(unquoted(matcher.group()));
    }
    return words;
  }

  private static String unquoted(String word) {
    var text = new StringBuilder();
    var part = PART.matcher(word);
    while (part.find()) {
      if (part.group(2) != null) {
        text.append(unescaped(part.group(2)));
      } else {
        text.append(firstOf(part.group(1), part.group(3), part.group(4)));
      }
    }
    return text.toString();
  }

  private static String firstOf(String... texts) {
    for (var text : texts) {
      if (text != null) {
        return text;
      }
    }
    return "";
  }

  private static String unescaped(String quoted) {
    var text = new StringBuilder();
    for (int i = 0; i < quoted.length(); i++) {
      var c = quoted.charAt(i);
      text.append(c == '\\' ? escape(quoted.charAt(++i)) : c);
    }
    return text.toString();
  }

  private static char escape(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> c;
    };
  }
}
