package org.messageboard.posting;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;

/** Reads the bodies of requests, on the request's own thread or without one. Thread-safe. */
final class RequestBodies {

  /**
   * Limit for a body that is read without a thread. With one, {@code readTimeout} in board.xml
   * applies: Liberty gives a waiting thread nothing before the end or a block of 32 KiB.
   */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final int maxBytes;

  /**
   * @param maxBytes maximum size of a body
   */
  RequestBodies(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * The whole body.
   *
   * @throws ProblemException status 413, 408 or 400
   */
  byte[] read(HttpServletRequest request) {
    refuseTooLarge(request.getContentLengthLong());
    try {
      return checked(request.getInputStream().readNBytes(maxBytes + 1));
    } catch (SocketTimeoutException e) {
      throw tooSlow();
    } catch (IOException e) {
      throw unreadable(e);
    } finally {
      PostThreads.bodyIsRead(request);
    }
  }

  /**
   * The whole body, without a thread that waits for it. It fails with a {@link ProblemException} of
   * status 413, 408 or 400.
   *
   * @throws ProblemException of the same when that is known at once
   */
  CompletableFuture<byte[]> readLater(HttpServletRequest request) {
    refuseTooLarge(request.getContentLengthLong());
    try {
      return IncomingBody.of(request.getInputStream(), maxBytes)
          .orTimeout(LIMIT.toMillis(), MILLISECONDS)
          .exceptionally(RequestBodies::refuse)
          .thenApply(this::checked);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private byte[] checked(byte[] body) {
    refuseTooLarge(body.length);
    return body;
  }

  private void refuseTooLarge(long bytes) {
    if (bytes > maxBytes) {
      throw new ProblemException(
          Problem.of(413, "The body must have at most " + maxBytes + " bytes."));
    }
  }

  private static byte[] refuse(Throwable error) {
    throw error instanceof TimeoutException ? tooSlow() : unreadable(error);
  }

  private static ProblemException unreadable(Throwable cause) {
    return new ProblemException(
        Problem.of(400, "The body could not be read to its end. Send it again."), cause);
  }

  private static ProblemException tooSlow() {
    return new ProblemException(
        Problem.of(408, "The body did not come in time. Send it again, at once."));
  }
}
