package org.messageboard.live;

import java.io.IOException;
import java.io.OutputStream;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.sse.Admission;

/**
 * The bytes to one client. What is put is gathered in a buffer of the writing thread and leaves
 * with one write and one flush. Used by one thread at a time.
 */
public final class Output {

  private static final Logger LOG = Logger.getLogger(Output.class.getName());

  /**
   * About what one turn gathers. A thread that is held holds its buffer too: {@link Admission}
   * reckons with it.
   */
  public static final int CAPACITY = 64 * 1024;

  private static final ThreadLocal<byte[]> BUFFER =
      ThreadLocal.withInitial(() -> new byte[CAPACITY]);

  private final OutputStream out;
  private final Runnable complete;
  private final StreamMetrics metrics;
  private byte[] buffer;
  private int gathered;

  /** What has left since the last flush, or is to leave with the next. */
  private long length;

  private int events;
  private long posted;

  /**
   * @param complete ends the exchange
   */
  public Output(OutputStream out, Runnable complete, StreamMetrics metrics) {
    this.out = out;
    this.complete = complete;
    this.metrics = metrics;
  }

  /** Bytes put since the last flush. */
  long gathered() {
    return length;
  }

  /**
   * Gathers an event for the next flush.
   *
   * @param live whether the client was there when it came
   */
  public void put(Event event, boolean live) throws IOException {
    if (live && posted == 0) {
      posted = event.posted();
    }
    events++;
    put(event.frame());
  }

  /** Gathers a reset for the next flush. */
  void putReset(byte[] bytes) throws IOException {
    metrics.reset();
    put(bytes);
  }

  /** Gathers bytes for the next flush. */
  public void put(byte[] bytes) throws IOException {
    length += bytes.length;
    if (buffer == null) {
      buffer = BUFFER.get();
    }
    if (gathered + bytes.length > buffer.length) {
      out.write(buffer, 0, gathered);
      gathered = 0;
    }
    if (bytes.length > buffer.length) {
      out.write(bytes);
      return;
    }
    System.arraycopy(bytes, 0, buffer, gathered, bytes.length);
    gathered += bytes.length;
  }

  /**
   * Sends what was gathered; blocks while the client does not read, up to the server's write
   * timeout.
   *
   * @return whether there was anything
   */
  public boolean flush() throws IOException {
    if (buffer == null) {
      return false;
    }
    try {
      out.write(buffer, 0, gathered);
      out.flush();
      metrics.sent(length, events, posted);
      return true;
    } finally {
      length = 0;
      events = 0;
      posted = 0;
      gathered = 0;
      buffer = null;
    }
  }

  /** Ends the response. */
  void close() {
    try {
      complete.run();
    } catch (IllegalStateException e) {
      LOG.log(Level.FINE, "The exchange was over already", e);
    } catch (RuntimeException | Error e) {
      // Whatever it is, the stream's place is free, and the thread goes on
      LOG.log(Level.WARNING, "The exchange of a stream that is over could not be ended", e);
    }
  }
}
