package org.messageboard.limits;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.messageboard.client.Network;
import org.messageboard.dev.Await;

/**
 * Many open streams.
 *
 * @param watchers one each
 */
record Crowd(List<Watcher> watchers) {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Opens so many and returns when all have joined. */
  static Crowd gather(Network network, int size) {
    var watchers = Stream.generate(() -> Watcher.open(network)).limit(size).toList();
    if (!Await.until(() -> watchers.stream().allMatch(Watcher::hasJoined), LIMIT)) {
      throw new AssertionError(
          watchers.stream().filter(Watcher::hasJoined).count() + " of " + size + " joined.");
    }
    return new Crowd(watchers);
  }

  /** Whether, within a minute, each of them has had so many messages. */
  boolean awaitMessages(long count) {
    return Await.until(() -> watchers.stream().allMatch(w -> w.messages() >= count), LIMIT);
  }
}
