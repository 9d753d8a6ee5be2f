package org.messageboard.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Passes on what is between the headers of chunks (RFC 9112, section 7.1). A header may stand
 * anywhere, within an event too, and come in pieces itself.
 */
final class ChunkedBody {

  private final EventScanner events;
  private long left;
  private long size;
  private boolean hasSize;

  ChunkedBody(EventScanner events) {
    this.events = events;
  }

  /**
   * Takes the next bytes of the response's body.
   *
   * @param now when they were read
   * @throws IOException if they are not chunks, or the last chunk has come
   */
  void read(ByteBuffer in, int from, int to, long now) throws IOException {
    int at = from;
    while (at < to) {
      if (left > 0) {
        int end = (int) Math.min(to, at + left);
        events.scan(in, at, end, now);
        left -= end - at;
        at = end;
      } else {
        header(in.get(at++));
      }
    }
  }

  private void header(byte next) throws IOException {
    if (next == '\n') {
      endOfHeader();
    } else if (next != '\r') {
      int digit = Character.digit(next, 16);
      if (digit < 0) {
        throw new IOException("A chunk's size has the byte " + next + ".");
      }
      size = 16 * size + digit;
      hasSize = true;
    }
  }

  /** A line without a size is the end of the chunk before. */
  private void endOfHeader() throws IOException {
    if (hasSize && size == 0) {
      throw new IOException("The server ended the stream.");
    }
    left = size;
    size = 0;
    hasSize = false;
  }
}
