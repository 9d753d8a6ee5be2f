package org.messageboard.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.messageboard.archive.Words.Word;

/**
 * What somebody searches for: words, {@code "phrases"}, words that begin with a {@code prefix*},
 * and {@code -not} any of these. All of them must match.
 */
final class SearchTerms {

  /**
   * One of them.
   *
   * @param words in their order, each directly after the one before it
   * @param prefix whether the last word may go on
   */
  private record Term(List<Word> words, boolean prefix, boolean not) {

    /** As PostgreSQL reads a {@code tsquery}. */
    String tsquery() {
      var text = new StringBuilder(not ? "!(" : "(");
      for (int i = 0; i < words.size(); i++) {
        if (i > 0) {
          int distance = words.get(i).position() - words.get(i - 1).position();
          text.append(" <").append(distance).append("> ");
        }
        text.append('\'').append(words.get(i).text()).append('\'');
        text.append(mayGoOn(i) ? ":*" : "");
      }
      return text.append(')').toString();
    }

    boolean matches(String word) {
      for (int i = 0; i < words.size(); i++) {
        var wanted = words.get(i).text();
        if (mayGoOn(i) ? word.startsWith(wanted) : word.equals(wanted)) {
          return true;
        }
      }
      return false;
    }

    private boolean mayGoOn(int index) {
      return prefix && index == words.size() - 1;
    }
  }

  /** An optional minus, then a phrase, of which the second quotation mark may lack, or a word. */
  private static final Pattern TERM = Pattern.compile("(-?)\"([^\"]*)\"?|(-?)([^\\s\"]+)");

  private final List<Term> terms = new ArrayList<>();

  /** Terms without any letter or digit count for nothing. */
  SearchTerms(String query) {
    TERM.matcher(query)
        .results()
        .forEach(
            found -> {
              boolean isPhrase = found.group(2) != null;
              add(
                  isPhrase ? found.group(2) : found.group(4),
                  !isPhrase && found.group(4).endsWith("*"),
                  (isPhrase ? found.group(1) : found.group(3)).equals("-"));
            });
  }

  private void add(String text, boolean prefix, boolean not) {
    var words = longest(Words.of(text));
    if (!words.isEmpty()) {
      // A single character of an unspaced script begins its pairs
      boolean isCharacter = words.size() == 1 && Words.isUnspaced(words.get(0).text());
      terms.add(new Term(words, prefix || isCharacter, not));
    }
  }

  /** An identifier as a whole, not its parts; pairs of characters, not the last one by itself. */
  private static List<Word> longest(List<Word> words) {
    return words.stream()
        .filter(
            word ->
                words.stream()
                    .noneMatch(
                        other ->
                            other.start() <= word.start()
                                && other.end() >= word.end()
                                && other.end() - other.start() > word.end() - word.start()))
        .toList();
  }

  /** Whether there is nothing to search for. */
  boolean isEmpty() {
    return terms.isEmpty();
  }

  /** Whether the index of words can find them. */
  boolean isIndexed() {
    return terms.stream().anyMatch(term -> !term.not());
  }

  String tsquery() {
    return terms.stream().map(Term::tsquery).collect(Collectors.joining(" & "));
  }

  /** Whether a word of a text is one of those that were searched for. */
  boolean matches(String word) {
    return terms.stream().anyMatch(term -> !term.not() && term.matches(word));
  }
}
