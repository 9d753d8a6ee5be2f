package org.messageboard.messages;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.messageboard.platform.Problem;
import org.messageboard.platform.ProblemException;

/**
 * Reads the bodies of requests. No thread waits for a body that has not come with its head, because
 * Liberty would wait for all of it even when it was refused.
 *
 * @param maxBytes how large a body may be
 */
record RequestBodies(int maxBytes) {

  /** How long a body may take from its first byte to its last. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

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
      return length >= 0 && input.available() >= length
          ? CompletableFuture.completedFuture(input.readNBytes((int) length))
          : readLater(input);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private CompletableFuture<byte[]> readLater(ServletInputStream input) {
    var body = new IncomingBody(input, maxBytes);
    input.setReadListener(body);
    // unlike a task that is only scheduled, this lets go of the request when the body is there
    body.orTimeout(LIMIT.toMillis(), MILLISECONDS);
    return body.exceptionally(RequestBodies::refuse);
  }

  private static byte[] refuse(Throwable error) {
    throw error instanceof ProblemException problem
        ? problem
        : error instanceof TimeoutException ? tooSlow() : unreadable(error);
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
