package org.messageboard.limits;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.messageboard.client.Network;
import org.messageboard.client.Request;
import org.messageboard.dev.Await;
import org.messageboard.dev.OpenIdProvider;
import org.messageboard.dev.Ports;
import org.messageboard.it.Board;
import org.messageboard.it.BoardTopic;
import org.messageboard.it.EmbeddedServices;
import org.messageboard.it.SseParser;

/**
 * Tens of thousands of requests that no client should send, for every operation of the API's
 * description and over WebSockets, and good posts among them. {@code -Dfuzz.seed=7} makes a run's
 * requests again, {@code -Dfuzz.requests=1000} sends fewer to each server.
 */
class FuzzSuite {

  private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime() & 0xFFFFFF);
  private static final long REQUESTS = Long.getLong("fuzz.requests", 50_000);
  private static final Duration LONGEST = Duration.ofSeconds(50);
  private static final int THREADS = 16;
  private static final int FINDINGS_SHOWN = 40;

  /** Requests for each operation. */
  private static final long LEAST_PER_THOUSAND = 1;

  /** Of both logs together; one line each is what a mistake of a client may cost, not more. */
  private static final double MOST_LINES_PER_THOUSAND = 50;

  private static final String OPERATOR = "the-operators-token-of-the-fuzzer";
  private static final String WARM_UP = "warm-up";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Of both servers, which have the same Kafka. */
  private static final Map<String, Sent> TAKEN = new HashMap<>();

  private final Judge judge = new Judge();
  private final Arrivals arrivals = new Arrivals();

  @Test
  void guestsGetSafeAnswersAndTheMessagesStayWhole() throws Exception {
    run("guests", SEED, Map.of(), List.of(""), "");
  }

  /** With everything that is off by default. */
  @Test
  void whoeverSignsInGetsSafeAnswersAndTheMessagesStayWhole() throws Exception {
    try (var provider =
        new OpenIdProvider(EmbeddedServices.directory().resolve("fuzz"), Ports.free())) {
      var mod = bearer(provider, "mod", OpenIdProvider.MODERATORS);
      var callers =
          List.of(
              bearer(provider, "poster"),
              bearer(provider, "ada"),
              mod,
              mod,
              "Authorization: Bearer " + OPERATOR,
              "");
      // Others' keys are refused, so the requests are not those of the guests
      run("people who sign in", SEED + 1, environment(provider), callers, mod);
    }
  }

  private static String bearer(OpenIdProvider provider, String name, String... groups) {
    var claims = Map.<String, Object>of("name", name, "groups", List.of(groups));
    return "Authorization: Bearer " + provider.token(name, OpenIdProvider.CLIENT, claims, HOUR);
  }

  private static Map<String, String> environment(OpenIdProvider provider) throws SQLException {
    var postgres = EmbeddedServices.postgres();
    var all = new HashMap<>(postgres.environment(postgres.createDatabase("fuzz")));
    all.put("AUTH_MODE", "oidc");
    all.put("AUTH_OIDC_ISSUER", provider.issuer());
    all.put("AUTH_OIDC_CLIENT_ID", OpenIdProvider.CLIENT);
    all.put("AUTH_ROLES_MODERATOR", OpenIdProvider.MODERATORS);
    all.put("AUTH_OPERATOR_TOKEN", OPERATOR);
    all.put("STATISTICS_ENABLED", "true");
    return all;
  }

  private void run(
      String who,
      long seed,
      Map<String, String> environment,
      List<String> callers,
      String moderator)
      throws Exception {
    System.out.println("The seed of the requests: -Dfuzz.seed=" + SEED);
    var name = "fuzz-" + who.replace(' ', '-');
    try (var site = Site.start(name, environment)) {
      var server = site.server();
      var operations = Operation.of(Board.json(server.board().get("openapi?format=json")));
      assertThat(operations).hasSizeGreaterThanOrEqualTo(5);
      var existing = existing(server.board(), operations, name, header(moderator));
      System.out.println("What the requests may be about: " + existing);
      try (var network = new Network(site.address())) {
        network.open(Request.stream(), new SseParser("", arrivals)::accept, connection -> {});
        assertThat(Await.until(arrivals::hasJoined, LIMIT)).as("stream joined").isTrue();
        var before = ServerLog.of(server);
        var fuzzer =
            new Fuzzer(
                site.address(), operations, existing, callers, judge, seed, REQUESTS, LONGEST);
        run(fuzzer);
        report(who, ServerLog.of(server).since(before), fuzzer);
        check(operations, fuzzer);
      }
      assertThat(server.isAlive()).isTrue();
      assertThat(server.board().get("health/ready").statusCode()).isEqualTo(200);
    }
  }

  /**
   * Makes something of each kind, and reads whatever the board says about what it has.
   *
   * @param name begins the names of channels
   */
  private static Existing existing(
      Board board, List<Operation> operations, String name, String[] moderator)
      throws ExecutionException, InterruptedException {
    var existing = new Existing();
    var channels = List.of(name, name + "-too");
    new BoardTopic(EmbeddedServices.kafka().bootstrapServers())
        .append(List.of(BoardTopic.record(name, "no event")));
    for (int i = 0; i < 30; i++) {
      var message = Board.message(WARM_UP, "x", channels.get(i % channels.size()));
      var posted = board.postOnce(message, moderator);
      assertThat(posted.statusCode()).as(posted.body()).isEqualTo(202);
      existing.addAll(Board.json(posted));
    }
    var first = existing.of("id", Pick.of(SEED, 0)).orElseThrow();
    channels.forEach(channel -> existing.add("name", channel));
    Stream.of("👍", "👩‍👩‍👧", "🇦🇶").forEach(emoji -> existing.add("emoji", emoji));
    assertThat(Await.until(() -> board.get("api/messages/" + first).statusCode() == 200, LIMIT))
        .isTrue();
    var text = Json.createObjectBuilder().add("title", "x").add("reason", "x").add("name", "x");
    var thing = text.build();
    for (var path : List.of("channels", "webhooks", "messages/" + first + "/reports")) {
      addAll(existing, board.change("POST", "api/" + path, thing, moderator).body());
    }
    operations.stream()
        .filter(
            each ->
                each.method().equals("GET")
                    && !each.path().matches(".*([{]|stream|export|sign-in).*"))
        .forEach(each -> addAll(existing, board.get(each.path().substring(1), moderator).body()));
    return existing;
  }

  private static void addAll(Existing existing, String answer) {
    if (answer.startsWith("{")) {
      existing.addAll(Board.json(answer));
    }
  }

  private static String[] header(String line) {
    return (line.isEmpty() ? "Accept: */*" : line).split(": ", 2);
  }

  private static void run(Fuzzer fuzzer) throws InterruptedException {
    var threads = Stream.generate(() -> new Thread(fuzzer, "fuzzer")).limit(THREADS).toList();
    threads.forEach(Thread::start);
    for (var thread : threads) {
      thread.join();
    }
  }

  private void report(String who, ServerLog log, Fuzzer fuzzer) {
    judge.counts().forEach((kind, count) -> System.out.printf("%,9d %s%n", count, kind));
    judge.answered().forEach((kind, count) -> System.out.printf("%,9d %s%n", count, kind));
    System.out.printf(
        "%,d requests, %,d posts taken; the server's logs: %s%n",
        fuzzer.sent(), fuzzer.taken().size(), log);
    judge.findings().stream().limit(FINDINGS_SHOWN).forEach(System.out::println);
    LimitsTable.write(
        "malformed and good requests of " + who,
        "%,d requests, seed %d; %,d posts taken; %d findings; %d lines of log, %d incidents"
            .formatted(
                fuzzer.sent(),
                SEED,
                fuzzer.taken().size(),
                judge.findings().size(),
                log.lines(),
                log.incidents()),
        "no finding, every message taken is in Kafka and in the stream as it was sent");
    double lines = 1_000.0 * log.lines() / fuzzer.sent();
    assertThat(lines).as("lines of log per 1,000 requests").isLessThan(MOST_LINES_PER_THOUSAND);
  }

  private void check(List<Operation> operations, Fuzzer fuzzer) {
    assertThat(judge.findings().stream().limit(FINDINGS_SHOWN))
        .as("%d findings", judge.findings().size())
        .isEmpty();
    for (var operation : operations) {
      assertThat(answers(operation))
          .as("answers to " + operation)
          .isGreaterThan(LEAST_PER_THOUSAND * fuzzer.sent() / 1_000);
    }
    var taken = fuzzer.taken();
    assertThat(taken).hasSizeGreaterThan((int) (fuzzer.sent() / 10));
    TAKEN.putAll(taken);
    Await.until(() -> arrivals.messages().keySet().containsAll(taken.keySet()), LIMIT);
    assertThat(differences(taken, arrivals.messages())).as("the stream").isEmpty();
    assertThat(differences(TAKEN, Topic.messages())).as("Kafka's log").isEmpty();
    assertThat(arrivals.doubled()).as("messages that came twice").isZero();
  }

  private long answers(Operation operation) {
    return judge.answered().entrySet().stream()
        .filter(e -> e.getKey().matches("\\Q" + operation + "\\E \\d+"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /**
   * What is missing, changed or unasked. What stands in a broken frame may be taken or not, and in
   * channels of the fuzzer's own there is more than posts.
   */
  private static List<String> differences(Map<String, Sent> sent, Map<String, Sent> arrived) {
    var changed =
        sent.entrySet().stream()
            .filter(e -> GoodMessage.isSpared(e.getValue().channel()))
            .filter(e -> !e.getValue().equals(arrived.get(e.getKey())))
            .map(e -> "sent " + e + ", arrived " + arrived.get(e.getKey()));
    var unasked =
        arrived.entrySet().stream()
            .filter(e -> GoodMessage.isSpared(e.getValue().channel()))
            .filter(e -> !sent.containsKey(e.getKey()))
            .map(e -> "unasked " + e);
    return Stream.concat(changed, unasked).limit(FINDINGS_SHOWN).toList();
  }
}
