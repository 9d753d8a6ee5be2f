package org.messageboard.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.messageboard.board.Position;

class ReplayBufferTest {

  @Test
  void keepsTheNewestAndDropsTheOldest() {
    var timeline = timeline(0, 4, 1_000_000);
    fill(timeline, 1, 10);
    assertThat(timeline.head()).isEqualTo(10);
    assertThat(timeline.tail()).isEqualTo(6);
    assertThat(timeline.get(6)).isNull();
    assertThat(timeline.get(7)).extracting(Event::position).isEqualTo(new Position("a", 7));
    assertThat(timeline.get(10)).extracting(Event::position).isEqualTo(new Position("a", 10));
    assertThat(timeline.get(11)).isNull();
  }

  @Test
  void dropsByBytesToo() {
    int size = Events.event("a", 2).frame().length;
    var timeline = timeline(0, 64, 3L * size);
    fill(timeline, 1, 9);
    assertThat(timeline.head() - timeline.tail()).isEqualTo(3);
    assertThat(timeline.get(6)).isNull();
    assertThat(timeline.get(7)).isNotNull();
  }

  @Test
  void measuresDistancesInBytes() {
    var timeline = timeline(0, 16, 1_000_000);
    fill(timeline, 1, 5);
    long lastTwo = timeline.get(4).frame().length + timeline.get(5).frame().length;
    assertThat(timeline.bytes() - timeline.bytesTo(3)).isEqualTo(lastTwo);
    assertThat(timeline.bytes() - timeline.bytesTo(5)).isZero();
  }

  @Test
  void refusesAnEventOutOfOrder() {
    var timeline = timeline(7, 16, 1_000_000);
    timeline.append(Events.event("a", 8));
    assertThatThrownBy(() -> timeline.append(Events.event("a", 10)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(timeline.head()).isEqualTo(8);
  }

  private static ReplayBuffer timeline(long start, int events, long bytes) {
    return new ReplayBuffer(new Position("a", start), 0, events, bytes);
  }

  private static void fill(ReplayBuffer timeline, long from, long to) {
    for (long number = from; number <= to; number++) {
      timeline.append(Events.event("a", number));
    }
  }
}
