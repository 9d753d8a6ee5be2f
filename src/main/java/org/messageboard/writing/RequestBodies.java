package org.messageboard.writing;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;

/**
 * Reads the bodies of requests. A body that did not come with its head is usually on its way; a few
 * threads may wait for such bodies, because that is the quickest. Thread-safe.
 */
final class RequestBodies {

  /** Threads that may wait for bodies. */
  private static final int MAX_WAITING = 8;

  /**
   * Limit for a body that is read without a thread. With one, {@code readTimeout} in board.xml
   * applies: Liberty gives a waiting thread nothing before the end or a block of 32 KiB.
   */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Semaphore waiting = new Semaphore(MAX_WAITING);

  /**
   * The whole body; empty when it did not come with its head and enough threads wait for such.
   *
   * @param maxBytes maximum size of the body
   * @throws ProblemException status 413, 408 or 400
   */
  Optional<byte[]> read(HttpServletRequest request, int maxBytes) {
    long length = request.getContentLengthLong();
    refuseTooLarge(length, maxBytes);
    try {
      var input = request.getInputStream();
      boolean isHere = length >= 0 && input.available() >= length;
      return isHere ? Optional.of(readAll(input, maxBytes)) : await(input, maxBytes);
    } catch (SocketTimeoutException e) {
      throw tooSlow();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * The whole body of an asynchronous request, without a thread that waits for it. Fails with a
   * {@link ProblemException} of status 413, 408 or 400.
   */
  CompletableFuture<byte[]> readLater(HttpServletRequest request, int maxBytes) {
    try {
      return IncomingBody.of(request.getInputStream(), maxBytes)
          .orTimeout(LIMIT.toMillis(), MILLISECONDS)
          .exceptionally(RequestBodies::refuse)
          .thenApply(body -> checked(body, maxBytes));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(unreadable(e));
    }
  }

  private Optional<byte[]> await(ServletInputStream input, int maxBytes) throws IOException {
    if (!waiting.tryAcquire()) {
      return Optional.empty();
    }
    try {
      return Optional.of(readAll(input, maxBytes));
    } finally {
      waiting.release();
    }
  }

  private static byte[] readAll(ServletInputStream input, int maxBytes) throws IOException {
    return checked(input.readNBytes(maxBytes + 1), maxBytes);
  }

  private static byte[] checked(byte[] body, int maxBytes) {
    refuseTooLarge(body.length, maxBytes);
    return body;
  }

  private static void refuseTooLarge(long bytes, int maxBytes) {
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
