package org.messageboard.socket;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * An output stream that knows for how long a write has been waiting. Liberty has no write timeout
 * for connections that it has handed over, so somebody must look and close them.
 */
final class DeadlineOutput extends OutputStream {

  /** As {@code writeTimeout} in board.xml, which applies to all other connections. */
  private static final long LIMIT = Duration.ofSeconds(5).toNanos();

  private final OutputStream out;

  /** When the write began, or 0. */
  private volatile long since;

  DeadlineOutput(OutputStream out) {
    this.out = out;
  }

  boolean isWriting() {
    return since != 0;
  }

  /** Whether the client has not read for too long. */
  boolean isOverdue() {
    long began = since;
    return began != 0 && System.nanoTime() - began > LIMIT;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    since = System.nanoTime() | 1;
    try {
      out.write(bytes, from, length);
    } finally {
      since = 0;
    }
  }

  @Override
  public void flush() throws IOException {
    since = System.nanoTime() | 1;
    try {
      out.flush();
    } finally {
      since = 0;
    }
  }
}
