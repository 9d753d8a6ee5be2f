package org.messageboard.limits;

/**
 * How often something may be done: as often as the bucket holds at once, and then as fast as it
 * fills.
 *
 * @param perMinute how many are added in a minute
 * @param burst how many it holds
 */
record Rate(long perMinute, long burst) {

  private static final long MINUTE = 60_000_000;

  /** Microseconds in which one is added. */
  long interval() {
    return Math.max(1, MINUTE / perMinute);
  }

  /** Microseconds in which an empty bucket becomes full. */
  long window() {
    return burst * interval();
  }

  /** The rate of so many together. */
  Rate times(int factor) {
    return new Rate(perMinute * factor, burst * factor);
  }
}
