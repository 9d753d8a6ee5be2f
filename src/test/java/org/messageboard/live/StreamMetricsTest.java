package org.messageboard.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamMetricsTest {

  private static final long NOW = 1_800_000_000_000L;

  @Test
  void aMessageFromAServerWhoseClockIsAheadCountsAsDeliveredAtOnce() {
    assertThat(StreamMetrics.age(NOW - 250, NOW)).isEqualTo(0.25);
    assertThat(StreamMetrics.age(NOW, NOW)).isZero();
    assertThat(StreamMetrics.age(NOW + 3_600_000, NOW)).isZero();
  }
}
