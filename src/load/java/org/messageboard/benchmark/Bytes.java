package org.messageboard.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What is read from buffers in little-endian order, without making objects where it can. */
final class Bytes {

  private static final long EACH = 0x0101010101010101L;
  private static final long NEWLINES = '\n' * EACH;
  private static final long HIGH_BITS = 0x80 * EACH;

  private Bytes() {}

  /**
   * The index of the first line feed, or -1. It looks at eight bytes at a time.
   *
   * <p>A byte of {@code x} is 0 where the line feed stands, and taking 1 from it sets its highest
   * bit. The borrow can set such a bit by mistake only above a true one, so the lowest is right.
   *
   * @param to the index after the last
   */
  static int newline(ByteBuffer in, int from, int to) {
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long x = in.getLong(at) ^ NEWLINES;
      long found = (x - EACH) & ~x & HIGH_BITS;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    for (; at < to; at++) {
      if (in.get(at) == '\n') {
        return at;
      }
    }
    return -1;
  }

  /** The number that these digits are. */
  static long number(ByteBuffer in, int from, int to) {
    long number = 0;
    for (int at = from; at < to; at++) {
      number = 10 * number + in.get(at) - '0';
    }
    return number;
  }

  /** The index of this character, or {@code to}. */
  static int indexOf(char character, ByteBuffer in, int from, int to) {
    int at = from;
    while (at < to && in.get(at) != character) {
      at++;
    }
    return at;
  }

  static String text(ByteBuffer in, int from, int to) {
    var bytes = new byte[to - from];
    in.get(from, bytes);
    return new String(bytes, US_ASCII);
  }

  /** An empty one; all are direct, so that the code that scans sees one kind only. */
  static ByteBuffer buffer(int capacity) {
    return ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }
}
