package org.messageboard.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads one HTTP/1.1 response (RFC 9112) in whatever pieces it comes. A body in chunks is passed on
 * without being copied and without any garbage. Not thread-safe.
 */
public final class ResponseReader {

  /** Takes a response's body. */
  public interface Body {

    /**
     * @param piece from its position to its limit; valid only during the call
     * @throws IOException to end the connection
     */
    void take(ByteBuffer piece) throws IOException;

    /**
     * The response is complete.
     *
     * @throws IOException to end the connection
     */
    default void end() throws IOException {}
  }

  private enum Part {
    STATUS,
    HEADER,
    BODY,
    CHUNK_HEADER,
    CHUNK,
    TRAILER,
    UNTIL_CLOSE,
    DONE
  }

  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int LONGEST_LINE = 65_536;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream(128);
  private final Map<String, String> headers = new TreeMap<>();
  private final ChunkHeader chunkHeader = new ChunkHeader();
  private final boolean bodiless;
  private final Body body;
  private Part part = Part.STATUS;
  private long left;
  private volatile int status;
  private volatile boolean done;

  /**
   * @param bodiless whether the answer has no body whatever its headers say, as to a HEAD
   */
  public ResponseReader(boolean bodiless, Body body) {
    this.bodiless = bodiless;
    this.body = body;
  }

  /** The status, or 0 while none has come. Any thread may ask. */
  public int status() {
    return status;
  }

  /** Whether the whole response is there, its last chunk included. Any thread may ask. */
  public boolean isComplete() {
    return done;
  }

  /** Whether it is a stream of events, which has begun and has no end of its own. */
  boolean isStream() {
    return part.ordinal() > Part.HEADER.ordinal()
        && status == 200
        && headers.getOrDefault("content-type", "").startsWith("text/event-stream");
  }

  /** Whether the response is complete if the connection ends here. */
  boolean isCompleteAtClose() {
    return done || part == Part.UNTIL_CLOSE;
  }

  /** Header fields by their names in lower case. */
  public Map<String, String> headers() {
    return headers;
  }

  /** Whether another request may follow on the connection. */
  boolean keepsAlive() {
    return done
        && status != SWITCHING_PROTOCOLS
        && !"close".equalsIgnoreCase(headers.get("connection"));
  }

  /**
   * Takes what has come; bytes after the end of the response are left.
   *
   * @throws ProtocolException when it is not HTTP
   * @throws IOException when the body is not wanted
   */
  public void read(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining() && part != Part.DONE) {
      switch (part) {
        case BODY, CHUNK, UNTIL_CLOSE -> readBody(bytes);
        case CHUNK_HEADER -> readChunkHeader(bytes.get());
        default -> readLine(bytes.get());
      }
    }
  }

  private void readBody(ByteBuffer bytes) throws IOException {
    int limit = bytes.limit();
    int count = (int) Math.min(left, bytes.remaining());
    int end = bytes.position() + count;
    body.take(bytes.limit(end));
    bytes.limit(limit).position(end);
    left -= count;
    if (left == 0) {
      enter(part == Part.CHUNK ? Part.CHUNK_HEADER : Part.DONE);
    }
  }

  private void readChunkHeader(byte next) throws ProtocolException {
    long size = chunkHeader.take(next);
    if (size >= 0) {
      left = size;
      part = size == 0 ? Part.TRAILER : Part.CHUNK;
    }
  }

  private void readLine(byte next) throws IOException {
    if (next != '\n') {
      line.write(next);
      if (line.size() > LONGEST_LINE) {
        throw new ProtocolException("A line without an end.");
      }
      return;
    }
    var text = line.toString(ISO_8859_1);
    line.reset();
    take(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }

  private void take(String text) throws IOException {
    switch (part) {
      case STATUS -> takeStatus(text);
      case HEADER -> takeHeader(text);
      case TRAILER -> enter(text.isEmpty() ? Part.DONE : Part.TRAILER);
      default -> throw new IllegalStateException(part + " has no lines.");
    }
  }

  private void takeStatus(String text) throws IOException {
    if (!text.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
      throw new ProtocolException("Not a status line: " + text);
    }
    status = Integer.parseInt(text.substring(9, 12));
    enter(Part.HEADER);
  }

  private void takeHeader(String text) throws IOException {
    int colon = text.indexOf(':');
    if (text.isEmpty()) {
      endHeaders();
    } else if (colon < 1) {
      throw new ProtocolException("Not a header: " + text);
    } else {
      var name = text.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.merge(name, text.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
    }
  }

  private void endHeaders() throws IOException {
    if (status < 200 && status != SWITCHING_PROTOCOLS) {
      headers.clear();
      enter(Part.STATUS);
    } else if (bodiless || status < 200 || status == 204 || status == 304) {
      enter(Part.DONE);
    } else if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      enter(Part.CHUNK_HEADER);
    } else if (headers.containsKey("content-length")) {
      left = length(headers.get("content-length"));
      enter(left == 0 ? Part.DONE : Part.BODY);
    } else {
      left = Long.MAX_VALUE;
      enter(Part.UNTIL_CLOSE);
    }
  }

  private void enter(Part next) throws IOException {
    part = next;
    if (next == Part.DONE) {
      done = true;
      body.end();
    }
  }

  private static long length(String text) throws ProtocolException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new ProtocolException("Not a length: " + text);
    }
  }
}
