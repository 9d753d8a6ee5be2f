package org.messageboard.operations;

import static java.util.stream.Collectors.toCollection;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A query in PromQL, also one with Grafana's variables.
 *
 * @param text as it stands in a file
 */
record Expression(String text) {

  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'");
  private static final Pattern MATCHERS = Pattern.compile("\\{[^}]*}");
  private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*]");

  /** What names labels, not metrics. */
  private static final Pattern LABELS =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");

  /** A name that is neither a part of a number nor that of a function. */
  private static final Pattern NAME = Pattern.compile("(?<![\\w:.$])[a-zA-Z_:][\\w:]*+(?!\\s*\\()");

  private static final Set<String> WORDS =
      Set.of("and", "or", "unless", "bool", "offset", "Inf", "NaN");

  /**
   * The metrics that it asks for.
   *
   * @throws IllegalArgumentException when it chooses them by a matcher, so that they have no names
   */
  Set<String> metrics() {
    if (text.contains("__name__")) {
      throw new IllegalArgumentException("Metrics are to be named, not matched: " + text);
    }
    var rest = text;
    for (var part : new Pattern[] {STRING, MATCHERS, RANGE, LABELS}) {
      rest = part.matcher(rest).replaceAll(" ");
    }
    return NAME.matcher(rest)
        .results()
        .map(MatchResult::group)
        .filter(name -> !WORDS.contains(name))
        .collect(toCollection(TreeSet::new));
  }
}
