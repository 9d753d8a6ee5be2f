package org.messageboard.writing;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * The body of an asynchronous request, read without blocking a thread: a client that sends a byte
 * now and then costs a connection and the bytes it has sent, nothing else.
 */
final class IncomingBody extends CompletableFuture<byte[]> implements ReadListener {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private final byte[] buffer = new byte[4096];
  private final ServletInputStream input;
  private final int maxBytes;

  private IncomingBody(ServletInputStream input, int maxBytes) {
    this.input = input;
    this.maxBytes = maxBytes;
  }

  /**
   * Starts reading. Completes with the whole body, or with the beginning of one that has more than
   * {@code maxBytes}; fails when the client disconnects or the body is malformed.
   */
  static IncomingBody of(ServletInputStream input, int maxBytes) {
    var body = new IncomingBody(input, maxBytes);
    input.setReadListener(body);
    return body;
  }

  @Override
  public void onDataAvailable() throws IOException {
    while (!isDone() && input.isReady() && !input.isFinished()) {
      bytes.write(buffer, 0, Math.max(0, input.read(buffer)));
      if (bytes.size() > maxBytes) {
        complete(bytes.toByteArray());
      }
    }
  }

  @Override
  public void onAllDataRead() {
    complete(bytes.toByteArray());
  }

  @Override
  public void onError(Throwable error) {
    completeExceptionally(error);
  }
}
