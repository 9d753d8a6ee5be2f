package org.messageboard.posting;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;

/**
 * Reads the bodies of requests. A body that did not come with its head is nearly always on its way;
 * a few threads may wait for such, so that its answer is given without a detour. When all of these
 * wait already, no thread does: a crowd of clients that send a byte now and then holds nothing but
 * connections. Thread-safe.
 */
final class RequestBodies {

  /**
   * How long a body may take to its last byte. Liberty gives a waiting thread a block of 32 KiB, or
   * the end, and nothing before that; so for the few bodies that a thread waits for it is the
   * server's {@code readTimeout} that cuts the first block, and this the ones after it.
   */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final int PIECE = 8192;

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
    long began = System.nanoTime();
    var body = new ByteArrayOutputStream();
    var piece = new byte[PIECE];
    int length = 0;
    while (length >= 0) {
      body.write(piece, 0, length);
      refuse(body.size(), System.nanoTime() - began);
      length = input.read(piece, 0, PIECE);
    }
    return body.toByteArray();
  }

  private void refuse(int bytes, long nanos) {
    if (bytes > maxBytes) {
      throw tooLarge(maxBytes);
    }
    if (nanos > LIMIT.toNanos()) {
      throw tooSlow();
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
