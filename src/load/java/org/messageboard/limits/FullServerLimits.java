package org.messageboard.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.messageboard.client.Connection;
import org.messageboard.client.Network;
import org.messageboard.client.Request;
import org.messageboard.dev.Await;

/** A server that has as many streams as it may, and 20,000 clients that want one too. */
class FullServerLimits {

  private static final int STREAMS = 1_000;
  private static final int ATTEMPTS = 20_000;

  /** So many are open at once at the most: more than the server takes connections. */
  private static final int AT_ONCE = 4_000;

  /** While the listen queue is full, Linux knocks again after one, three and seven seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final ConcurrentMap<String, LongAdder> outcomes = new ConcurrentHashMap<>();
  private final AtomicInteger without = new AtomicInteger();
  private final Semaphore room = new Semaphore(AT_ONCE);

  @Test
  void whoHasAStreamKeepsItAndWhoHasNoneIsTold() throws InterruptedException {
    var environment =
        Map.of("STREAM_MAX_CONNECTIONS", "" + STREAMS, "HTTP_MAX_CONNECTIONS", "" + 2 * STREAMS);
    try (var site = Site.start("full", environment);
        var network = new Network(site.address())) {
      var crowd = Crowd.gather(network, STREAMS);
      int posts;
      List<String> others;
      try (var postings = Postings.begin(site.address())) {
        Await.until(() -> postings.accepted().size() > 0, LIMIT);
        storm(network);
        posts = postings.accepted().size();
        others = List.copyOf(postings.others());
      }
      long back = untilAnswered(site);
      System.out.printf(
          "%d attempts beside %d streams: %s; %d posts meanwhile; health after %d ms%n",
          ATTEMPTS, STREAMS, outcomes, posts, back);
      LimitsTable.write(
          "20,000 attempts beside 1,000 streams, which are all there are to be",
          "%,d answered with 503, the connections of %,d closed; %d posts with all streams meanwhile; `/health/live` after %d ms"
              .formatted(answered(), ATTEMPTS - answered(), posts, back),
          "no stream lost, every client answered within 10 s");
      assertThat(others).as("posts over an open connection").isEmpty();
      assertThat(crowd.awaitMessages(posts)).as("every stream has every message").isTrue();
      assertThat(crowd.watchers()).noneMatch(Watcher::hasHole);
      assertThat(crowd.watchers()).allMatch(watcher -> watcher.connection().isOpen());
      assertThat(outcomes.keySet())
          .allMatch(outcome -> outcome.matches("503|429|0 (REFUSED|CLOSED|BROKEN)"));
      assertThat(without).as("answers without Retry-After").hasValue(0);
      assertThat(back).as("ms until health is answered").isLessThan(10_000);
    }
  }

  private long answered() {
    return outcomes.entrySet().stream()
        .filter(outcome -> !outcome.getKey().startsWith("0"))
        .mapToLong(outcome -> outcome.getValue().sum())
        .sum();
  }

  private void storm(Network network) throws InterruptedException {
    for (int i = 0; i < ATTEMPTS; i++) {
      room.acquire();
      var attempt = network.open(Request.stream(), piece -> {}, this::ended);
      network.after(PATIENCE, attempt::close);
    }
    room.acquire(AT_ONCE);
  }

  private void ended(Connection connection) {
    int status = connection.response().status();
    var outcome = status == 0 ? status + " " + connection.end() : "" + status;
    outcomes.computeIfAbsent(outcome, o -> new LongAdder()).increment();
    if (status != 0 && !connection.response().headers().containsKey("retry-after")) {
      without.incrementAndGet();
    }
    room.release();
  }

  private static long untilAnswered(Site site) throws InterruptedException {
    long began = System.nanoTime();
    try (var prober = Prober.begin(site.address(), Site.LIVE)) {
      Await.until(() -> prober.summary().contains("200="), LIMIT);
    }
    return (System.nanoTime() - began) / 1_000_000;
  }
}
