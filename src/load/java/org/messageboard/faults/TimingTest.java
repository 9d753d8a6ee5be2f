package org.messageboard.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Recovery ends with the last channel at the last subscriber; silence is that of a channel. */
class TimingTest {

  @Test
  void aBoardHasRecoveredWhenTheLastSubscriberHasTheLastChannel() {
    var received = List.of(received(100), received(500));
    assertThat(Timing.arrival(posts(), received)).contains(503L);
  }

  @Test
  void withoutOneChannelItHasNotRecovered() {
    var posts = posts();
    posts.remove("news");
    assertThat(Timing.arrival(posts, List.of(received(100)))).isEmpty();
    posts.put("news", List.of("never arrived"));
    assertThat(Timing.arrival(posts, List.of(received(100)))).isEmpty();
  }

  @Test
  void silenceIsTheLongestOfAnyChannelEdgesIncluded() {
    assertThat(Timing.longestSilence(List.of(received(100)), 50, 400))
        .isEqualTo(Duration.ofNanos(300));
    assertThat(Timing.longestSilence(List.of(received(100)), 0, 104))
        .isEqualTo(Duration.ofNanos(103));
  }

  private static Map<String, List<String>> posts() {
    return Publisher.CHANNELS.stream()
        .collect(Collectors.toMap(c -> c, List::of, (a, b) -> a, HashMap::new));
  }

  /** Has one message of each channel, the first at this time, each one a nanosecond later. */
  private static Received received(long first) {
    var channels = Publisher.CHANNELS;
    var stream =
        channels.stream()
            .map(c -> new Delivery("e", 1, c, c, 0, first + channels.indexOf(c)))
            .toList();
    var firstSeen = stream.stream().collect(Collectors.toMap(Delivery::id, Delivery::nanos));
    return new Received("one", stream, List.of(), firstSeen, Map.of(), 0);
  }
}
