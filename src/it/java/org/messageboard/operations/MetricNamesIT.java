package org.messageboard.operations;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.messageboard.dev.Await;
import org.messageboard.it.Board;
import org.messageboard.it.BoardServer;
import org.messageboard.it.EmbeddedServices;
import org.messageboard.it.Exposition;
import org.messageboard.it.SocketClient;
import org.messageboard.operations.Expression.Matcher;

/** What dashboard, rules and documentation call metrics is what a running board has. */
@Tag("services")
class MetricNamesIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Prometheus' own, and the labels that it adds. */
  private static final Set<String> OF_PROMETHEUS = Set.of("up", "ALERTS");

  /** Only where people sign in; SignInIT finds it. */
  private static final String OF_SIGN_IN = "messageboard_openid_provider_reachable";

  private static final Set<String> ADDED = Set.of("job", "instance", "component");

  private static final Pattern TYPE =
      Pattern.compile("^# TYPE (messageboard_\\w+) (\\w+)$", Pattern.MULTILINE);

  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  private static BoardServer server;

  /** Some metrics are there only once there was something to measure. */
  @BeforeAll
  static void start() throws SQLException {
    var postgres = EmbeddedServices.postgres();
    var environment = new HashMap<>(postgres.environment(postgres.createDatabase("operations")));
    environment.put("LIMITS_ENABLED", "true");
    environment.put("STATISTICS_ENABLED", "true");
    server = new BoardServer("operations", environment);
    server.start();
    var board = board();
    assertThat(board.post("Ada", "measured").statusCode()).isEqualTo(202);
    for (var path : List.of("", "api/messages", "api/messages/" + UUID.randomUUID())) {
      board.get(path);
    }
    try (var socket = SocketClient.connect(board, "")) {
      socket.send("{}");
      socket.awaitThat(() -> socket.ofType("answer").findAny().isPresent(), LIMIT);
    }
    for (var lag : List.of("topic", "archive", "statistics")) {
      var name = "messageboard_%s_lag_records".formatted(lag);
      assertThat(Await.until(() -> names().contains(name), LIMIT)).as(name).isTrue();
    }
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @Test
  void theDashboardAsksForMetricsThatThereAre() {
    assertThat(asked(Dashboard.ofProject().expressions())).isNotEmpty().isSubsetOf(known());
  }

  @Test
  void theRulesAskForMetricsThatThereAre() {
    assertThat(asked(Rules.ofBoard().expressions())).isNotEmpty().isSubsetOf(known());
  }

  /** A reason that is misspelt would never be counted. */
  @Test
  void whatTheyAskOfLabelsThereIs() {
    var samples = Exposition.of(board()).samples().keySet();
    assertThat(Stream.of(Dashboard.ofProject().expressions(), Rules.ofBoard().expressions()))
        .allSatisfy(
            expressions ->
                assertThat(matchers(expressions))
                    .isNotEmpty()
                    .allMatch(matcher -> isThere(matcher, samples)));
  }

  /** With its type and its labels. */
  @Test
  void everyMetricOfTheBoardIsExplained() {
    assertThat(MetricsPage.rows()).hasSizeGreaterThan(30).isEqualTo(metrics());
  }

  private static Set<String> asked(List<Expression> expressions) {
    return expressions.stream()
        .flatMap(expression -> expression.metrics().stream())
        .collect(toCollection(TreeSet::new));
  }

  private static List<Matcher> matchers(List<Expression> expressions) {
    return expressions.stream()
        .flatMap(expression -> expression.matchers().stream())
        .filter(matcher -> !OF_PROMETHEUS.contains(matcher.metric()))
        .filter(matcher -> !ADDED.contains(matcher.label()))
        .toList();
  }

  private static boolean isThere(Matcher matcher, Set<String> samples) {
    var values = matcher.values().stream().map(value -> value + "\"").toList();
    return (values.isEmpty() ? List.of("") : values)
        .stream()
            .map(value -> matcher.label() + "=\"" + value)
            .allMatch(
                label ->
                    samples.stream()
                        .filter(sample -> sample.startsWith(matcher.metric() + "{"))
                        .anyMatch(sample -> sample.contains(label)));
  }

  private static Set<String> known() {
    return Stream.of(names(), OF_PROMETHEUS, Rules.ofBoard().records(), Set.of(OF_SIGN_IN))
        .flatMap(names -> names.stream())
        .collect(toCollection(TreeSet::new));
  }

  /** The names of all samples, those of a histogram's parts among them. */
  private static Set<String> names() {
    return Exposition.of(board()).samples().keySet().stream()
        .map(sample -> sample.replaceFirst("\\{.*", ""))
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> metrics() {
    var samples = Exposition.of(board()).samples().keySet();
    var rows =
        TYPE.matcher(board().get("metrics").body())
            .results()
            .map(t -> MetricsPage.row(t.group(1), t.group(2), labels(samples, t.group(1))));
    return Stream.concat(rows, Stream.of(MetricsPage.row(OF_SIGN_IN, "gauge", "")))
        .collect(toCollection(TreeSet::new));
  }

  private static String labels(Set<String> samples, String metric) {
    var own = Pattern.compile(metric + "(_bucket|_sum|_count)?\\{.*");
    return samples.stream()
        .filter(sample -> own.matcher(sample).matches())
        .flatMap(sample -> LABEL.matcher(sample).results())
        .map(label -> label.group(1))
        .filter(label -> !label.equals("le"))
        .distinct()
        .collect(joining(" "));
  }

  private static Board board() {
    return server.board();
  }
}
