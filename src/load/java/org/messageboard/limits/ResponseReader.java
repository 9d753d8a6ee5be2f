package org.messageboard.limits;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads one HTTP/1.1 response (RFC 9112) in whatever pieces it comes. Not thread-safe. */
final class ResponseReader {

  private enum Part {
    STATUS,
    HEADER,
    BODY,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER,
    UNTIL_CLOSE,
    DONE
  }

  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int LONGEST_LINE = 65_536;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream(128);
  private final Map<String, String> headers = new TreeMap<>();
  private final boolean bodiless;
  private final Consumer<ByteBuffer> body;
  private Part part = Part.STATUS;
  private long left;
  private volatile int status;
  private volatile boolean done;

  /**
   * @param bodiless whether the answer has no body whatever its headers say, as to a HEAD
   * @param body takes the body piece by piece; a piece is valid only during the call
   */
  ResponseReader(boolean bodiless, Consumer<ByteBuffer> body) {
    this.bodiless = bodiless;
    this.body = body;
  }

  /** The status, or 0 while none has come. Any thread may ask. */
  int status() {
    return status;
  }

  /** Whether the whole response is there, its last chunk included. Any thread may ask. */
  boolean isComplete() {
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
  Map<String, String> headers() {
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
   */
  void read(ByteBuffer bytes) throws ProtocolException {
    while (bytes.hasRemaining() && part != Part.DONE) {
      switch (part) {
        case BODY, CHUNK -> take(bytes, (int) Math.min(left, bytes.remaining()));
        case UNTIL_CLOSE -> take(bytes, bytes.remaining());
        default -> readLine(bytes);
      }
    }
  }

  private void take(ByteBuffer bytes, int count) {
    var piece = bytes.slice(bytes.position(), count);
    bytes.position(bytes.position() + count);
    body.accept(piece);
    left -= count;
    if (left == 0 && part != Part.UNTIL_CLOSE) {
      enter(part == Part.CHUNK ? Part.CHUNK_END : Part.DONE);
    }
  }

  private void readLine(ByteBuffer bytes) throws ProtocolException {
    byte next = bytes.get();
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

  private void take(String text) throws ProtocolException {
    switch (part) {
      case STATUS -> takeStatus(text);
      case HEADER -> takeHeader(text);
      case CHUNK_SIZE -> {
        left = number(text.replaceFirst(";.*", ""), 16);
        enter(left == 0 ? Part.TRAILER : Part.CHUNK);
      }
      case CHUNK_END -> enter(Part.CHUNK_SIZE);
      case TRAILER -> enter(text.isEmpty() ? Part.DONE : Part.TRAILER);
      default -> throw new IllegalStateException(part + " has no lines.");
    }
  }

  private void takeStatus(String text) throws ProtocolException {
    if (!text.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
      throw new ProtocolException("Not a status line: " + text);
    }
    status = Integer.parseInt(text.substring(9, 12));
    enter(Part.HEADER);
  }

  private void takeHeader(String text) throws ProtocolException {
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

  private void endHeaders() throws ProtocolException {
    if (status < 200 && status != SWITCHING_PROTOCOLS) {
      headers.clear();
      enter(Part.STATUS);
    } else if (bodiless || status < 200 || status == 204 || status == 304) {
      enter(Part.DONE);
    } else if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      enter(Part.CHUNK_SIZE);
    } else if (headers.containsKey("content-length")) {
      left = number(headers.get("content-length"), 10);
      enter(left == 0 ? Part.DONE : Part.BODY);
    } else {
      enter(Part.UNTIL_CLOSE);
    }
  }

  private void enter(Part next) {
    part = next;
    done = next == Part.DONE;
  }

  private static long number(String text, int radix) throws ProtocolException {
    try {
      return Long.parseLong(text.strip(), radix);
    } catch (NumberFormatException e) {
      throw new ProtocolException("Not a length: " + text);
    }
  }
}
