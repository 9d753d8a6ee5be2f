package org.messageboard.writing;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.messageboard.log.MessageLimits;

/**
 * Requests that write. The request's own thread reads the body and waits until what is written is
 * stored. If enough threads wait already, no thread does for this request, and a {@link
 * LateResponse} follows. So a Kafka that has just died, and clients that send one byte a second,
 * hold up only themselves.
 */
@ApplicationScoped
public class Writes {

  /** Threads that may wait for Kafka: three quarters of the server's (coreThreads in board.xml). */
  private static final int MAX_WAITING = 72;

  @Inject MessageLimits limits;
  @Resource ManagedExecutorService executor;

  private final Semaphore waiting = new Semaphore(MAX_WAITING);
  private final RequestBodies bodies = new RequestBodies();

  /**
   * Answers a request.
   *
   * @param write gets the body and completes with the response; it may wait for Redis
   */
  public Response answer(
      HttpServletRequest request, Function<byte[], CompletableFuture<Response>> write) {
    return answer(request, limits.body(), write);
  }

  /**
   * Answers a request whose body does not depend on the settings for posts.
   *
   * @param maxBytes maximum size of the body
   */
  public Response answer(
      HttpServletRequest request,
      int maxBytes,
      Function<byte[], CompletableFuture<Response>> write) {
    var body = bodies.read(request, maxBytes);
    if (body.isEmpty() || !waiting.tryAcquire()) {
      return answerLater(request, body, maxBytes, write);
    }
    try {
      return write.apply(body.get()).join();
    } finally {
      waiting.release();
    }
  }

  private Response answerLater(
      HttpServletRequest request,
      Optional<byte[]> read,
      int maxBytes,
      Function<byte[], CompletableFuture<Response>> write) {
    var response = LateResponse.to(request);
    var body =
        read.map(CompletableFuture::completedFuture)
            .orElseGet(() -> bodies.readLater(request, maxBytes));
    response.send(body.thenComposeAsync(write, executor), executor);
    return Response.accepted().build(); // the late response takes its place
  }
}
