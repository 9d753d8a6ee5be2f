package org.messageboard.statistics;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * How long first replies took: how many of them took from 2<sup>i</sup> - 1 to 2<sup>i + 1</sup> -
 * 1 seconds, for each i. Immutable.
 */
final class Responses {

  static final Responses NONE = new Responses(new long[0]);

  /** Up to 48 days; the last one has all that took longer. */
  private static final int MOST = 22;

  private final long[] counts;

  private Responses(long[] counts) {
    this.counts = counts;
  }

  /** One that took so many seconds. */
  static Responses of(long seconds) {
    int place = Math.min(Long.SIZE - 1 - Long.numberOfLeadingZeros(seconds + 1), MOST - 1);
    var counts = new long[place + 1];
    counts[place] = 1;
    return new Responses(counts);
  }

  /** As {@link #counts} returns them. */
  static Responses of(LongStream counts) {
    return new Responses(counts.limit(MOST).toArray());
  }

  Responses and(Responses others) {
    if (others.counts.length == 0) {
      return this;
    }
    var sum = Arrays.copyOf(counts, Math.max(counts.length, others.counts.length));
    Arrays.setAll(sum, i -> sum[i] + (i < others.counts.length ? others.counts[i] : 0));
    return new Responses(sum);
  }

  long[] counts() {
    return counts.clone();
  }

  long count() {
    return LongStream.of(counts).sum();
  }

  /** What half of them did not exceed, in seconds, as near as the counts tell; none of none. */
  OptionalLong median() {
    double half = count() / 2.0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0 && counts[i] >= half) {
        double first = (1L << i) - 1;
        return OptionalLong.of(Math.round(first + (1L << i) * half / counts[i]));
      }
      half -= counts[i];
    }
    return OptionalLong.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Responses responses && Arrays.equals(counts, responses.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return Arrays.toString(counts);
  }
}
