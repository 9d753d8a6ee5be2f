package org.messageboard.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.messageboard.client.Network;
import org.messageboard.client.Request;
import org.messageboard.dev.Await;
import org.messageboard.it.Board;
import org.messageboard.it.SseParser;

/**
 * A hundred thousand requests that no client should send, and good posts among them. {@code
 * -Dfuzz.seed=7} repeats a run's requests, {@code -Dfuzz.requests=1000} sends fewer.
 */
class FuzzSuite {

  private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime() & 0xFFFFFF);
  private static final long REQUESTS = Long.getLong("fuzz.requests", 100_000);
  private static final int THREADS = 16;
  private static final int FINDINGS_SHOWN = 40;

  /** Of both logs together; one line each is what a mistake of a client may cost, not more. */
  private static final double MOST_LINES_PER_THOUSAND = 50;

  private static final String WARM_UP = "warm-up";

  /** Of messages that are not the fuzzer's posts. */
  private static final Set<String> UNASKED = Set.of(WARM_UP, BrokenFrames.SMUGGLED);

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Judge judge = new Judge();
  private final Arrivals arrivals = new Arrivals();

  @Test
  void whateverIsAskedTheAnswersAreSafeAndTheMessagesWhole() throws InterruptedException {
    System.out.println("The seed of the requests: -Dfuzz.seed=" + SEED);
    try (var site = Site.start("fuzz", Map.of())) {
      var server = site.server();
      var operations = Operation.of(Board.json(server.board().get("openapi?format=json")));
      assertThat(operations).hasSizeGreaterThanOrEqualTo(5);
      try (var network = new Network(site.address())) {
        assertThat(server.board().post(WARM_UP, "x").statusCode()).isEqualTo(202);
        network.open(Request.stream(), new SseParser("", arrivals)::accept, connection -> {});
        assertThat(Await.until(arrivals::hasJoined, LIMIT)).as("stream joined").isTrue();
        var before = ServerLog.of(server);
        var fuzzer = new Fuzzer(site.address(), operations, judge, SEED, REQUESTS);
        run(fuzzer);
        report(ServerLog.of(server).since(before), fuzzer.taken().size());
        check(fuzzer.taken());
      }
      assertThat(server.isAlive()).isTrue();
      assertThat(server.board().get("health/ready").statusCode()).isEqualTo(200);
    }
  }

  private static void run(Fuzzer fuzzer) throws InterruptedException {
    var threads = Stream.generate(() -> new Thread(fuzzer, "fuzzer")).limit(THREADS).toList();
    threads.forEach(Thread::start);
    for (var thread : threads) {
      thread.join();
    }
  }

  private void report(ServerLog log, int taken) {
    judge.counts().forEach((kind, count) -> System.out.printf("%,9d %s%n", count, kind));
    System.out.printf(
        "%,d requests, %,d posts taken; the server's logs: %s%n", REQUESTS, taken, log);
    judge.findings().stream().limit(FINDINGS_SHOWN).forEach(System.out::println);
    LimitsTable.write(
        "%,d malformed and good requests, seed %d".formatted(REQUESTS, SEED),
        "%,d posts taken; %d findings; %d lines of log, %d incidents"
            .formatted(taken, judge.findings().size(), log.lines(), log.incidents()),
        "no finding, every message taken is in Kafka and in the stream as it was sent");
    double lines = 1_000.0 * log.lines() / REQUESTS;
    assertThat(lines).as("lines of log per 1,000 requests").isLessThan(MOST_LINES_PER_THOUSAND);
  }

  private void check(Map<String, Sent> taken) {
    assertThat(judge.findings().stream().limit(FINDINGS_SHOWN))
        .as("%d findings", judge.findings().size())
        .isEmpty();
    assertThat(taken).hasSizeGreaterThan((int) (REQUESTS / 10));
    Await.until(() -> arrivals.messages().keySet().containsAll(taken.keySet()), LIMIT);
    assertThat(differences(taken, arrivals.messages())).as("the stream").isEmpty();
    assertThat(differences(taken, Topic.messages())).as("Kafka's log").isEmpty();
    assertThat(arrivals.doubled()).as("messages that came twice").isZero();
  }

  /** What is missing, changed or unasked. What stands in a broken frame may be taken or not. */
  private static List<String> differences(Map<String, Sent> sent, Map<String, Sent> arrived) {
    var changed =
        sent.entrySet().stream()
            .filter(e -> !e.getValue().equals(arrived.get(e.getKey())))
            .map(e -> "sent " + e + ", arrived " + arrived.get(e.getKey()));
    var unasked =
        arrived.entrySet().stream()
            .filter(e -> !sent.containsKey(e.getKey()) && !UNASKED.contains(e.getValue().author()))
            .map(e -> "unasked " + e);
    return Stream.concat(changed, unasked).limit(FINDINGS_SHOWN).toList();
  }
}
