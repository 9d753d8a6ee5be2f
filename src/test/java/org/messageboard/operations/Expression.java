package org.messageboard.operations;

import static java.util.stream.Collectors.toCollection;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A PromQL query, which may contain Grafana's variables.
 *
 * @param text as written in the file
 */
record Expression(String text) {

  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'");
  private static final Pattern MATCHERS = Pattern.compile("\\{[^}]*}");
  private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*]");

  /** Parts of a query that name labels, not metrics. */
  private static final Pattern LABELS =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");

  /** A name that is neither part of a number nor a function. */
  private static final Pattern NAME = Pattern.compile("(?<![\\w:.$])[a-zA-Z_:][\\w:]*+(?!\\s*\\()");

  private static final Set<String> WORDS =
      Set.of("and", "or", "unless", "bool", "offset", "Inf", "NaN");

  private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][\\w:]*)\\{([^}]*)}");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*([=!]=?~?)\\s*\"([^\"]*)\"");

  /**
   * A label matcher.
   *
   * @param values the allowed values; empty if the query does not spell them out
   */
  record Matcher(String metric, String label, List<String> values) {}

  /**
   * The metrics that the query reads.
   *
   * @throws IllegalArgumentException if it selects metrics by a matcher instead of by name
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

  /** The query's label matchers. */
  List<Matcher> matchers() {
    return SELECTOR
        .matcher(text)
        .results()
        .flatMap(
            selector ->
                MATCHER
                    .matcher(selector.group(2))
                    .results()
                    .map(m -> new Matcher(selector.group(1), m.group(1), values(m))))
        .toList();
  }

  private static List<String> values(MatchResult matcher) {
    var value = matcher.group(3);
    boolean speltOut = matcher.group(2).startsWith("=") && value.matches("[\\w|]+");
    return speltOut ? List.of(value.split("\\|")) : List.of();
  }
}
