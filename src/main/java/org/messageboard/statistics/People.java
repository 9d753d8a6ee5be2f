package org.messageboard.statistics;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * How many different people there are, of whom it remembers the {@value #MOST} lowest hashes: exact
 * below that number, and an estimate with a standard error of 6 % above it (k minimum values,
 * Bar-Yossef et al., 2002). The union of two is what all of their people would have made, in
 * whatever order they came. Immutable; takes 2 KiB at most.
 */
final class People {

  /** How many hashes are remembered. */
  static final int MOST = 256;

  static final People NONE = new People(new long[0]);

  /** Hashes have 63 bits. */
  private static final double HASHES = 0x1p63;

  private final long[] lowest;

  /**
   * @param lowest ascending, without repetitions
   */
  private People(long[] lowest) {
    this.lowest = lowest;
  }

  /** One person, by a hash of who it is. */
  static People of(long hash) {
    return new People(new long[] {hash >>> 1});
  }

  /** These people and others. */
  People and(People others) {
    if (others.lowest.length == 0) {
      return this;
    }
    var all = new long[lowest.length + others.lowest.length];
    int count = merge(lowest, others.lowest, all);
    return new People(Arrays.copyOf(all, Math.min(count, MOST)));
  }

  private static int merge(long[] a, long[] b, long[] all) {
    int i = 0;
    int j = 0;
    int count = 0;
    while (i < a.length || j < b.length) {
      long next = j == b.length || i < a.length && a[i] <= b[j] ? a[i] : b[j];
      i += i < a.length && a[i] == next ? 1 : 0;
      j += j < b.length && b[j] == next ? 1 : 0;
      all[count++] = next;
    }
    return count;
  }

  /** How many they are, or about how many. */
  long count() {
    return lowest.length < MOST
        ? lowest.length
        : Math.round((MOST - 1) * (HASHES / lowest[MOST - 1]));
  }

  /** The hashes, each as eight bytes, in Base64. */
  String text() {
    var bytes = ByteBuffer.allocate(lowest.length * Long.BYTES);
    bytes.asLongBuffer().put(lowest);
    return Base64.getEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * What {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it did not
   */
  static People parse(String text) {
    var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text)).asLongBuffer();
    var lowest = new long[Math.min(bytes.remaining(), MOST)];
    bytes.get(lowest);
    return new People(lowest);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof People people && Arrays.equals(lowest, people.lowest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(lowest);
  }

  @Override
  public String toString() {
    return count() + " people";
  }
}
