package org.messageboard.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.messageboard.client.Network;
import org.messageboard.client.Request;
import org.messageboard.dev.Await;
import org.messageboard.dev.ChildProcess;
import org.messageboard.it.EmbeddedServices;

/** Two hundred requests at once while what they need has just gone. */
class OutageLimits {

  private static final int CROWD = 200;
  private static final int WARM_UPS = 5;
  private static final long AFTER_MILLIS = 500;
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);
  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void withoutKafkaPostsAreRefusedInTwoSeconds() throws InterruptedException {
    try (var site = Site.start("without-kafka", Map.of());
        var network = new Network(site.address());
        var live = Prober.begin(site.address(), Site.LIVE)) {
      warmUp(network, live);
      var posts = during(EmbeddedServices.kafka(), () -> burst(network, Postings.post()));
      report("posts without Kafka", posts, live);
      row("200 posts at once, Kafka killed: all 503", posts, "2,000 ms");
      row("`/health/live` meanwhile", live.longest(), "1,000 ms");
      assertThat(posts.statuses()).isEqualTo(Map.of(503, (long) CROWD));
      assertThat(posts.allHave("retry-after")).isTrue();
      assertThat(posts.longest()).isLessThan(TWO_SECONDS);
      assertThat(live.longest()).as(live.summary()).isLessThan(ONE_SECOND);
      assertThat(live.allAnswered(200)).as(live.summary()).isTrue();
      assertThat(Await.until(() -> isReady(site), LIMIT)).as("ready again").isTrue();
    }
  }

  @Test
  void withoutRedisReadsAreRefusedInOneSecondAndPostsAreTaken() throws InterruptedException {
    try (var site = Site.start("without-redis", Map.of());
        var network = new Network(site.address());
        var live = Prober.begin(site.address(), Site.LIVE)) {
      warmUp(network, live);
      var reads = during(EmbeddedServices.redis(), () -> readsAndPosts(network, live));
      row("200 reads at once, Redis killed: all 503", reads, "1,000 ms");
      row("`/health/live` with Redis killed", live.longest(), "1,000 ms");
      assertThat(reads.statuses()).isEqualTo(Map.of(503, (long) CROWD));
      assertThat(reads.allHave("retry-after")).isTrue();
      assertThat(reads.longest()).isLessThan(ONE_SECOND);
      assertThat(live.longest()).as(live.summary()).isLessThan(ONE_SECOND);
      assertThat(live.allAnswered(200)).as(live.summary()).isTrue();
      assertThat(Await.until(() -> isReady(site), LIMIT)).as("ready again").isTrue();
    }
  }

  /** A server that has just started is slow; what it does here, it does with all in order. */
  private static void warmUp(Network network, Prober live) {
    for (int i = 0; i < WARM_UPS; i++) {
      report("posts with all in order", burst(network, Postings.post()), live);
      report("reads with all in order", burst(network, Request.get("/api/messages")), live);
    }
    live.forget();
  }

  private static Burst readsAndPosts(Network network, Prober live) {
    var reads = burst(network, Request.get("/api/messages"));
    report("reads without Redis", reads, live);
    var posts = burst(network, Postings.post());
    report("posts without Redis", posts, live);
    row("200 posts at once, Redis killed: all 202", posts, "");
    assertThat(posts.statuses()).isEqualTo(Map.of(202, (long) CROWD));
    return reads;
  }

  private static Burst burst(Network network, Request request) {
    var burst = Burst.send(network, request, CROWD);
    burst.statuses();
    return burst;
  }

  private static Burst during(ChildProcess service, Supplier<Burst> work)
      throws InterruptedException {
    service.kill();
    try {
      TimeUnit.MILLISECONDS.sleep(AFTER_MILLIS); // which is part of the fault
      return work.get();
    } finally {
      service.start();
    }
  }

  private static boolean isReady(Site site) {
    return site.server().board().get("health/ready").statusCode() == 200;
  }

  private static void row(String what, Burst burst, String limit) {
    row(what, burst.longest(), limit);
  }

  private static void row(String what, Duration longest, String limit) {
    LimitsTable.write(what, "the longest %,d ms".formatted(longest.toMillis()), limit);
  }

  private static void report(String what, Burst burst, Prober live) {
    System.out.printf(
        "%s: %s, the last after %d ms; live: %s; load %.1f%n",
        what,
        burst.statuses(),
        burst.longest().toMillis(),
        live.summary(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }
}
