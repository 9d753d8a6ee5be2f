package org.messageboard.projection;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells for how long a partition has had what is not applied yet, from looks at its end. However
 * long the lag lasts, few looks are kept: the older they are, the further apart. Used by one thread
 * at a time.
 */
final class LagClock {

  /** A look at the partition. */
  private record Look(long nanos, long end) {}

  /**
   * Looks are as far apart as this part of their age: so much is the age told too small at most.
   */
  private static final int PART = 20;

  private final List<Look> looks = new ArrayList<>();

  /**
   * Takes a look.
   *
   * @param nanos when, as {@link System#nanoTime} says
   * @param end the offset after the partition's last record
   * @param next the offset of the first record that is not applied
   * @return nanoseconds since that record was seen first, or a twentieth less; 0 when there is none
   */
  long look(long nanos, long end, long next) {
    if (end < next) {
      // The topic was created again, and its offsets start anew.
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

  /** Without a look, a record that it saw first is told as of the one after it. */
  private void thin(long now) {
    for (int i = looks.size() - 2; i > 0; i--) {
      long after = looks.get(i + 1).nanos();
      if ((after - looks.get(i - 1).nanos()) * PART <= now - after) {
        looks.remove(i);
      }
    }
  }
}
