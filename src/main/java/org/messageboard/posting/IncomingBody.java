package org.messageboard.posting;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * The body of a request as it comes in. No thread waits for it: a client that sends a byte now and
 * then costs a connection and the bytes it has sent, nothing else.
 */
final class IncomingBody extends CompletableFuture<byte[]> implements ReadListener {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private final byte[] buffer = new byte[4096];
  private final ServletInputStream input;
  private final int maxBytes;

  /**
   * @param maxBytes how large it may be
   */
  IncomingBody(ServletInputStream input, int maxBytes) {
    this.input = input;
    this.maxBytes = maxBytes;
  }

  @Override
  public void onDataAvailable() throws IOException {
    while (!isDone() && input.isReady() && !input.isFinished()) {
      int count = input.read(buffer);
      if (count > 0) {
        bytes.write(buffer, 0, count);
      }
      if (bytes.size() > maxBytes) {
        completeExceptionally(RequestBodies.tooLarge(maxBytes));
      }
    }
  }

  @Override
  public void onAllDataRead() {
    complete(bytes.toByteArray());
  }

  /** The client went away, or the body's frame is not HTTP. */
  @Override
  public void onError(Throwable error) {
    completeExceptionally(RequestBodies.unreadable(error));
  }
}
