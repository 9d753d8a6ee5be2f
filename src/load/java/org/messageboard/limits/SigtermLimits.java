package org.messageboard.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.messageboard.client.Network;
import org.messageboard.dev.Await;

/** A server with a thousand streams that is told to stop while it is posted to. */
class SigtermLimits {

  private static final int STREAMS = 1_000;
  private static final int SOME_POSTS = 100;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void aServerStopsInFiveSecondsAndLosesNothing() throws InterruptedException {
    try (var site = Site.start("sigterm", Map.of());
        var network = new Network(site.address())) {
      var crowd = Crowd.gather(network, STREAMS);
      List<String> accepted;
      Duration took;
      try (var postings = Postings.begin(site.address())) {
        Await.until(() -> postings.accepted().size() >= SOME_POSTS, LIMIT);
        took = stop(site);
        accepted = List.copyOf(postings.accepted());
      }
      report(crowd, accepted, took);
      assertThat(accepted).hasSizeGreaterThanOrEqualTo(SOME_POSTS);
      assertThat(took).as("from SIGTERM to the end").isLessThan(Duration.ofSeconds(5));
      endedCleanlyAndComeBackAtDifferentTimes(crowd);
      assertThat(Topic.messages().keySet()).as("Kafka's log").containsAll(accepted);
      site.server().start();
      assertThat(accepted).allMatch(id -> Await.until(() -> isRead(site, id), LIMIT));
    }
  }

  private static Duration stop(Site site) {
    long began = System.nanoTime();
    site.server().stop();
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static void endedCleanlyAndComeBackAtDifferentTimes(Crowd crowd) {
    assertThat(
            Await.until(
                () -> crowd.watchers().stream().allMatch(w -> w.connection().end() != null), LIMIT))
        .as("all streams ended")
        .isTrue();
    assertThat(crowd.watchers()).allMatch(watcher -> watcher.connection().endedCleanly());
    assertThat(crowd.watchers()).noneMatch(Watcher::hasHole);
    var waits = crowd.watchers().stream().map(Watcher::retryMillis).collect(Collectors.toSet());
    assertThat(waits).as("times to wait before coming back").hasSizeGreaterThan(STREAMS / 4);
    assertThat(waits).allMatch(millis -> millis >= 1_000 && millis <= 3_000);
  }

  private static boolean isRead(Site site, String id) {
    return site.server().board().get("api/messages/" + id).statusCode() == 200;
  }

  private static void report(Crowd crowd, List<String> accepted, Duration took) {
    LimitsTable.write(
        "SIGTERM with 1,000 open streams while posts come: to the end of the process",
        "%,d ms".formatted(took.toMillis()),
        "5,000 ms");
    var ends =
        crowd.watchers().stream()
            .map(w -> w.connection().endedCleanly() ? "last chunk" : "" + w.connection().end())
            .collect(Collectors.groupingBy(end -> end, Collectors.counting()));
    System.out.printf(
        "SIGTERM with %d streams and %d posts: %d ms; streams ended with %s%n",
        STREAMS, accepted.size(), took.toMillis(), ends);
  }
}
