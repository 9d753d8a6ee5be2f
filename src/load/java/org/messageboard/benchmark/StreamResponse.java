package org.messageboard.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;

/** The response that is one client's stream: its head, then its chunks. */
final class StreamResponse {

  private static final int MOST = 8192;

  private final ChunkedBody body;
  private StringBuilder head = new StringBuilder();

  StreamResponse(EventScanner events) {
    body = new ChunkedBody(events);
  }

  /**
   * Takes the first bytes of the buffer, so many.
   *
   * @param now when they were read
   * @throws IOException if this is not a stream, or ends
   */
  void read(ByteBuffer in, int length, long now) throws IOException {
    int at = 0;
    while (head != null && at < length) {
      head.append((char) in.get(at++));
      endHead();
    }
    if (at < length) {
      body.read(in, at, length, now);
    }
  }

  private void endHead() throws IOException {
    int length = head.length();
    if (head.charAt(length - 1) != '\n' || head.indexOf("\r\n\r\n", length - 4) < 0) {
      if (length > MOST) {
        throw new IOException("The head of a response does not end.");
      }
      return;
    }
    var text = head.toString().toLowerCase(Locale.ROOT);
    if (!text.startsWith("http/1.1 200") || !text.contains("transfer-encoding: chunked")) {
      throw new IOException("Not a stream: " + head.substring(0, head.indexOf("\r")));
    }
    head = null;
  }
}
