package org.messageboard.client;

import java.net.ProtocolException;

/**
 * Reads what stands between the chunks of a body (RFC 9112, section 7.1) byte by byte: the end of
 * the one before, and the size of the next.
 */
final class ChunkHeader {

  private long size;
  private boolean hasSize;

  /**
   * Returns the size of the next chunk once its line has ended, before that -1.
   *
   * @throws ProtocolException when that is no size
   */
  long take(byte next) throws ProtocolException {
    if (next == '\n') {
      return end();
    }
    if (next != '\r') {
      addDigit(next);
    }
    return -1;
  }

  /** A line without a size is the end of the chunk before. */
  private long end() {
    if (!hasSize) {
      return -1;
    }
    long whole = size;
    size = 0;
    hasSize = false;
    return whole;
  }

  private void addDigit(byte next) throws ProtocolException {
    int digit = Character.digit(next, 16);
    if (digit < 0) {
      throw new ProtocolException("A chunk's size has the byte " + next + ".");
    }
    size = 16 * size + digit;
    hasSize = true;
  }
}
