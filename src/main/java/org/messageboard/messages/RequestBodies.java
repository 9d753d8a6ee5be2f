package org.messageboard.messages;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.messageboard.platform.Problem;
import org.messageboard.platform.ProblemException;

/**
 * Reads the bodies of requests. A body that did not come with its head is nearly always on its way;
 * a few threads may wait for such, so that its answer is given without a detour. When all of these
 * wait already, no thread does: a crowd of clients that send a byte now and then holds nothing but
 * connections. Thread-safe.
 */
final class RequestBodies {

  /**
   * How long a body may take from its first byte to its last. It is not kept for the few that a
   * thread waits for: Liberty's stream comes back with all that is asked for or not at all, and
   * cuts only a client that sends nothing for the server's {@code readTimeout}.
   */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final int maxBytes;

  /**
   * @param maxBytes how large a body may be
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
    refuseTooLarge(request);
    try {
      return readAll(request.getInputStream());
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
    refuseTooLarge(request);
    try {
      return readLater(request.getInputStream());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private void refuseTooLarge(HttpServletRequest request) {
    if (request.getContentLengthLong() > maxBytes) {
      throw tooLarge(maxBytes);
    }
  }

  private byte[] readAll(ServletInputStream input) throws IOException {
    var bytes = input.readNBytes(maxBytes + 1);
    if (bytes.length > maxBytes) {
      throw tooLarge(maxBytes);
    }
    return bytes;
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
