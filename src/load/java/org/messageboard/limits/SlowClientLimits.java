package org.messageboard.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.messageboard.client.Connection;
import org.messageboard.client.Network;
import org.messageboard.client.Request;
import org.messageboard.dev.Await;

/** Clients that send a byte a second ("slowloris") cost the others nothing. */
class SlowClientLimits {

  private static final int CLIENTS = 500;
  private static final Duration PACE = Duration.ofSeconds(1);

  /** The board's own limit is 20 s; the few bodies that a thread waits for have 30 s. */
  private static final Duration BODIES_END = Duration.ofSeconds(35);

  /** Who sends nothing more is cut after 30 s. */
  private static final Duration SILENT_END = Duration.ofSeconds(45);

  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  private static final int LONG = 1_000;

  @Test
  void slowHeadersAndBodiesHoldNobodyUp() throws InterruptedException {
    try (var site = Site.start("slow", Map.of());
        var network = new Network(site.address())) {
      warmUp(network);
      var bodies = open(network, body(), headLength());
      var heads = open(network, Request.get("/api/messages", "X: " + "y".repeat(LONG)), 0);
      drip(network, Stream.concat(bodies.stream(), heads.stream()).toList());
      try (var prober = Prober.begin(site.address(), Postings.post(), Site.READ, Site.LIVE)) {
        boolean bodiesEnded = awaitEnd(bodies, BODIES_END);
        System.out.printf("slow bodies: %s; %s%n", ends(bodies), prober.summary());
        LimitsTable.write(
            "500 heads and 500 bodies sent a byte a second: other requests meanwhile",
            "%,d, the longest %,d ms".formatted(prober.rounds() * 3, prober.longest().toMillis()),
            "1,000 ms");
        assertThat(bodiesEnded).as("slow bodies are refused").isTrue();
        assertThat(prober.rounds()).isGreaterThan(10);
        assertThat(prober.allAnswered(200, 202)).as(prober.summary()).isTrue();
        assertThat(prober.longest()).as(prober.summary()).isLessThan(ONE_SECOND);
      }
      assertThat(bodies).allMatch(body -> body.response().status() == 408);
    }
  }

  @Test
  void whoSendsNothingMoreIsCut() throws InterruptedException {
    try (var site = Site.start("silent", Map.of());
        var network = new Network(site.address())) {
      var heads = open(network, Request.get("/api/messages"), 10);
      var bodies = open(network, body(), headLength());
      boolean ended = awaitEnd(heads, SILENT_END) && awaitEnd(bodies, SILENT_END);
      System.out.printf("silent heads: %s, bodies: %s%n", ends(heads), ends(bodies));
      assertThat(ended).isTrue();
    }
  }

  /** A server that has just started is slow by itself. */
  private static void warmUp(Network network) {
    for (int i = 0; i < 5; i++) {
      Burst.send(network, Postings.post(), CLIENTS).statuses();
      Burst.send(network, Site.READ, CLIENTS).statuses();
    }
  }

  private static Request body() {
    return Request.post("{\"author\":\"slow\",\"content\":\"" + "x".repeat(LONG) + "\"}");
  }

  /** Bytes of its head and the first of its body. */
  private static int headLength() {
    return body().bytes().length - LONG;
  }

  private static List<Connection> open(Network network, Request request, int atOnce) {
    var connections =
        Stream.generate(() -> network.connect(request, piece -> {}, connection -> {}))
            .limit(CLIENTS)
            .toList();
    network.execute(() -> connections.forEach(connection -> connection.send(atOnce)));
    return connections;
  }

  private static void drip(Network network, List<Connection> connections) {
    network.after(
        PACE,
        () -> {
          connections.forEach(connection -> connection.send(1));
          drip(network, connections);
        });
  }

  private static boolean awaitEnd(List<Connection> connections, Duration limit) {
    return Await.until(() -> connections.stream().allMatch(c -> c.end() != null), limit);
  }

  private static Map<String, Long> ends(List<Connection> connections) {
    return connections.stream()
        .map(c -> c.response().status() + " " + c.end())
        .collect(Collectors.groupingBy(end -> end, Collectors.counting()));
  }
}
