package org.messageboard.archive;

/**
 * A message's place in the order of the whole board: a number that depends on nothing but the log.
 *
 * <p>Within a partition places follow the order of its records. Between partitions they follow the
 * records' timestamps, as {@code TimeOrder} does when it rebuilds Redis: a record whose timestamp
 * is not later than its predecessor's comes directly after that. A place has at most 15 digits, so
 * that clients can calculate with it: milliseconds since 2020 times 1024, until 2050. Its last six
 * bits are the partition's, so up to 64 partitions never share a place.
 */
final class Place {

  static final long HIGHEST = 999_999_999_999_999L;

  /** 2020-01-01T00:00:00Z. */
  private static final long EPOCH_MILLIS = 1_577_836_800_000L;

  private static final long PER_MILLI = 1024;
  private static final long STEP = 64;
  private static final long LATEST_MILLIS = EPOCH_MILLIS + 950_000_000_000L;

  private Place() {}

  /**
   * The place of a partition's next event.
   *
   * @param newest the place of the one before it, or 0
   * @param millis the record's timestamp in milliseconds since 1970; any producer may write any
   */
  static long after(long newest, long millis, int partition) {
    long bits = partition % STEP;
    long soonest = newest - newest % STEP + STEP + bits;
    boolean isTime = millis >= EPOCH_MILLIS && millis <= LATEST_MILLIS;
    return isTime ? Math.max(soonest, first(millis) + bits) : soonest;
  }

  /** The lowest place of this time; 0 if that is before all places. */
  static long first(long millis) {
    return Math.max(0, millis - EPOCH_MILLIS) * PER_MILLI;
  }
}
