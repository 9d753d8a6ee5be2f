package org.messageboard.live;

import java.io.IOException;
import java.io.OutputStream;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.board.Position;

/**
 * Writes to one client. Gathers bytes in a buffer of the writing thread, and sends them with one
 * write and one flush. Used by one thread at a time.
 */
public final class Output {

  private static final Logger LOG = Logger.getLogger(Output.class.getName());

  /**
   * About how many bytes one turn gathers. A blocked thread keeps its buffer, which {@code
   * Admission} takes into account.
   */
  public static final int CAPACITY = 64 * 1024;

  private static final ThreadLocal<byte[]> BUFFER =
      ThreadLocal.withInitial(() -> new byte[CAPACITY]);

  private final OutputStream out;
  private final Runnable complete;
  private final Framing framing;
  private final StreamMetrics metrics;
  private byte[] buffer;
  private int buffered;

  /** Bytes put since the last flush, including those that have left the buffer already. */
  private long gathered;

  private int events;
  private long posted;

  /**
   * @param complete ends the exchange
   */
  public Output(OutputStream out, Runnable complete, Framing framing, StreamMetrics metrics) {
    this.out = out;
    this.complete = complete;
    this.framing = framing;
    this.metrics = metrics;
  }

  Framing framing() {
    return framing;
  }

  /** Bytes put since the last flush. */
  long gathered() {
    return gathered;
  }

  /**
   * Gathers an event for the next flush.
   *
   * @param live whether the client was connected when the event arrived
   */
  public void put(Event event, boolean live) throws IOException {
    if (live && posted == 0) {
      posted = event.posted();
    }
    events++;
    framing.put(event, this);
  }

  /** Gathers a reset for the next flush. */
  void putReset(Position position) throws IOException {
    metrics.reset();
    put(framing.reset(position));
  }

  /** Gathers bytes for the next flush. */
  public void put(byte[] bytes) throws IOException {
    put(bytes, 0, bytes.length);
  }

  /** Gathers bytes from one index to another for the next flush. */
  public void put(byte[] bytes, int from, int to) throws IOException {
    int length = to - from;
    gathered += length;
    if (buffer == null) {
      buffer = BUFFER.get();
    }
    if (buffered + length > buffer.length) {
      out.write(buffer, 0, buffered);
      buffered = 0;
    }
    if (length > buffer.length) {
      out.write(bytes, from, length);
      return;
    }
    System.arraycopy(bytes, from, buffer, buffered, length);
    buffered += length;
  }

  /**
   * Sends what was gathered; blocks while the client does not read, up to the server's write
   * timeout.
   *
   * @return whether there was anything to send
   */
  public boolean flush() throws IOException {
    if (buffer == null) {
      return false;
    }
    try {
      out.write(buffer, 0, buffered);
      out.flush();
      metrics.sent(gathered, events, posted);
      return true;
    } finally {
      gathered = 0;
      events = 0;
      posted = 0;
      buffered = 0;
      buffer = null;
    }
  }

  /** Ends the response. */
  void close() {
    try {
      complete.run();
    } catch (IllegalStateException e) {
      LOG.log(Level.FINE, "The exchange had already ended", e);
    } catch (RuntimeException | Error e) {
      // In any case the stream's place must be freed, and the thread must continue
      LOG.log(Level.WARNING, "The exchange of a stream could not be completed", e);
    }
  }
}
