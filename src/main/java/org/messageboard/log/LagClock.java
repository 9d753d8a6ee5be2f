package org.messageboard.log;

import java.util.ArrayList;
import java.util.List;

/**
 * How long a partition's oldest unread record has been there, from repeated looks at the
 * partition's end. However long a lag lasts, few looks are kept: the older, the further apart. Used
 * by one thread at a time.
 */
final class LagClock {

  /** A look at the partition. */
  private record Look(long nanos, long end) {}

  /** The distance of two looks is at most this part of their age, and so is the error. */
  private static final int PART = 20;

  private final List<Look> looks = new ArrayList<>();

  /**
   * Takes a look.
   *
   * @param nanos the time of {@link System#nanoTime}
   * @param end the offset after the partition's last record
   * @param next the offset of the first unread record
   * @return nanoseconds since that record was first seen, at most a twentieth too low; 0 without
   *     one
   */
  long look(long nanos, long end, long next) {
    if (end < next) {
      // The topic was created again: its offsets start anew
      looks.clear();
    }
    looks.removeIf(look -> look.end() <= next);
    if (end <= next) {
      return 0;
    }
    if (looks.isEmpty() || looks.get(looks.size() - 1).end() != end) {
      looks.add(new Look(nanos, end));
    }
    thin(nanos);
    return nanos - looks.get(0).nanos();
  }

  /** How many looks are kept. */
  int looks() {
    return looks.size();
  }

  /** Drops looks whose neighbours are close enough: their records then count from the next look. */
  private void thin(long now) {
    for (int i = looks.size() - 2; i > 0; i--) {
      long after = looks.get(i + 1).nanos();
      if ((after - looks.get(i - 1).nanos()) * PART <= now - after) {
        looks.remove(i);
      }
    }
  }
}
