package org.messageboard.messages;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.messageboard.platform.Problem;
import org.messageboard.platform.ProblemException;

/**
 * Reads the bodies of requests. Nearly all of them have come with the head or come a moment later,
 * and are read where they are needed. A few threads wait for others; when those are taken, because
 * clients send their bodies a byte at a time, the rest is read without any thread.
 *
 * @param maxBytes how large a body may be
 * @param waiting how many threads may wait
 */
record RequestBodies(int maxBytes, Semaphore waiting) {

  /** How long a body may take from its first byte to its last. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final int BUFFER = 4096;

  /**
   * The whole body, at once or later. It fails with a {@link ProblemException} of status 413, 408
   * or 400.
   *
   * @throws ProblemException of the same when that is known at once
   */
  CompletableFuture<byte[]> read(HttpServletRequest request) {
    long length = request.getContentLengthLong();
    if (length > maxBytes) {
      throw tooLarge(maxBytes);
    }
    try {
      var input = request.getInputStream();
      if (length >= 0 && input.available() >= length) {
        return CompletableFuture.completedFuture(input.readNBytes((int) length));
      }
      if (!waiting.tryAcquire()) {
        return readLater(input);
      }
      try {
        return CompletableFuture.completedFuture(readHere(input));
      } finally {
        waiting.release();
      }
    } catch (SocketTimeoutException e) {
      throw tooSlow();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private byte[] readHere(ServletInputStream input) throws IOException {
    long end = System.nanoTime() + LIMIT.toNanos();
    var bytes = new ByteArrayOutputStream(BUFFER);
    var buffer = new byte[BUFFER];
    for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
      bytes.write(buffer, 0, count);
      if (bytes.size() > maxBytes) {
        throw tooLarge(maxBytes);
      }
      if (System.nanoTime() - end > 0) {
        throw tooSlow();
      }
    }
    return bytes.toByteArray();
  }

  private CompletableFuture<byte[]> readLater(ServletInputStream input) {
    var body = new IncomingBody(input, maxBytes);
    input.setReadListener(body);
    CompletableFuture.delayedExecutor(LIMIT.toMillis(), MILLISECONDS)
        .execute(() -> body.completeExceptionally(tooSlow()));
    return body;
  }

  static ProblemException tooLarge(int maxBytes) {
    return new ProblemException(
        Problem.of(413, "The body must have at most " + maxBytes + " bytes."));
  }

  static ProblemException unreadable(Throwable cause) {
    return new ProblemException(
        Problem.of(400, "The body could not be read to its end. Send it again."), cause);
  }

  private static ProblemException tooSlow() {
    return new ProblemException(
        Problem.of(408, "The body did not come in time. Send it again, at once."));
  }
}
