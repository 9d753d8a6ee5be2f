package org.messageboard.limits;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.messageboard.client.Connection;
import org.messageboard.client.Network;
import org.messageboard.client.Request;
import org.messageboard.dev.Await;

/**
 * The same request over many new connections at once.
 *
 * @param connections one each
 * @param began when they were opened, in {@link System#nanoTime}
 */
record Burst(List<Connection> connections, long began) {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  static Burst send(Network network, Request request, int size) {
    long began = System.nanoTime();
    var connections =
        Stream.generate(() -> network.open(request, piece -> {}, connection -> {}))
            .limit(size)
            .toList();
    return new Burst(connections, began);
  }

  /** Waits for all answers; how many there are of each status. */
  Map<Integer, Long> statuses() {
    Await.until(
        () -> connections.stream().allMatch(c -> c.response().isComplete() || c.end() != null),
        LIMIT);
    return connections.stream()
        .map(c -> c.response().isComplete() ? c.response().status() : 0)
        .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
  }

  /** How long the last answer took, connecting included. */
  Duration longest() {
    return Duration.ofNanos(
        connections.stream().mapToLong(c -> c.answeredAt() - began).max().orElseThrow());
  }

  boolean allHave(String header) {
    return connections.stream().allMatch(c -> c.response().headers().containsKey(header));
  }
}
