package org.messageboard.projection;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tells for how long a partition has had what is not applied yet, from looks at its end. Used by
 * one thread at a time.
 */
final class LagClock {

  /** A look at the partition. */
  private record Look(long nanos, long end) {}

  /** Beyond so many the newest are not kept: the oldest tell the age. */
  private static final int MOST = 1_000;

  private final Deque<Look> looks = new ArrayDeque<>();

  /**
   * Takes a look.
   *
   * @param nanos when, as {@link System#nanoTime} says
   * @param end the offset after the partition's last record
   * @param next the offset of the first record that is not applied
   * @return nanoseconds since that record was seen first; 0 when there is none
   */
  long look(long nanos, long end, long next) {
    if (end < next) {
      // The topic was created again, and its offsets start anew.
      looks.clear();
    }
    while (!looks.isEmpty() && looks.peekFirst().end() <= next) {
      looks.removeFirst();
    }
    if (end <= next) {
      return 0;
    }
    if (looks.size() < MOST) {
      looks.addLast(new Look(nanos, end));
    }
    return nanos - looks.peekFirst().nanos();
  }
}
