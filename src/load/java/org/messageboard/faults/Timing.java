package org.messageboard.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads times from what was recorded; all of them are {@link System#nanoTime}. */
final class Timing {

  private Timing() {}

  /**
   * When every subscriber had a message of each channel; nothing when one never had.
   *
   * @param posts ids by channel
   */
  static Optional<Long> arrival(Map<String, List<String>> posts, List<Received> received) {
    if (posts.size() < Publisher.CHANNELS.size()) {
      return Optional.empty();
    }
    long last = 0;
    for (var ids : posts.values()) {
      var first = first(ids, received);
      if (first.isEmpty()) {
        return first;
      }
      last = last == 0 ? first.get() : Math.max(last, first.get());
    }
    return Optional.of(last);
  }

  /** When the first of these messages was with every subscriber; nothing when none is. */
  private static Optional<Long> first(List<String> ids, List<Received> received) {
    return ids.stream()
        .filter(id -> received.stream().allMatch(r -> r.firstSeen().containsKey(id)))
        .map(id -> received.stream().mapToLong(r -> r.firstSeen().get(id)).max().orElseThrow())
        .min(Long::compare);
  }

  /** The longest time between two messages of a channel on any subscriber's stream. */
  static Duration longestSilence(List<Received> received, long from, long to) {
    return Duration.ofNanos(
        received.stream()
            .flatMapToLong(
                one -> Publisher.CHANNELS.stream().mapToLong(c -> silence(one, c, from, to)))
            .max()
            .orElse(to - from));
  }

  private static long silence(Received received, String channel, long from, long to) {
    long longest = 0;
    long last = from;
    for (var delivery : received.streamed()) {
      long at = delivery.nanos();
      if (at > from && at <= to && delivery.channel().equals(channel)) {
        longest = Math.max(longest, at - last);
        last = at;
      }
    }
    return Math.max(longest, to - last);
  }
}
