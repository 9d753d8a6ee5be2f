package org.messageboard.writing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.http.Exchange;
import org.messageboard.http.ProblemMapper;

/**
 * The response to a request whose own thread does not wait for it.
 *
 * <p>It takes the place of what the JAX-RS method returns, which the servlet container holds back
 * because the request is asynchronous by then. With JAX-RS's own {@code AsyncResponse} every
 * request to the method would be asynchronous, and a post would cost a seventh more CPU.
 */
final class LateResponse {

  private static final Logger LOG = Logger.getLogger(LateResponse.class.getName());

  /**
   * When Liberty completes a request while its own thread is still leaving the container, it may
   * reuse it too early. By now that thread has left.
   */
  private static final Duration LEFT = Duration.ofMillis(100);

  private final AsyncContext context;
  private final Exchange exchange;
  private final CompletableFuture<Void> left =
      new CompletableFuture<Void>().completeOnTimeout(null, LEFT.toMillis(), MILLISECONDS);

  private LateResponse(AsyncContext context, Exchange exchange) {
    this.context = context;
    this.exchange = exchange;
  }

  /** Makes the request asynchronous; called by its own thread. */
  static LateResponse to(HttpServletRequest request) {
    var context = request.startAsync();
    context.setTimeout(0);
    return new LateResponse(context, Exchange.take(request));
  }

  /** Sends the response, or the problem that the error stands for, as soon as possible. */
  void send(CompletableFuture<Response> response, Executor executor) {
    response
        .exceptionally(new ProblemMapper()::toResponse)
        .thenAcceptBothAsync(left, (answer, ignored) -> send(answer), executor);
  }

  private void send(Response answer) {
    exchange.answered(answer.getStatus());
    try {
      write(answer, (HttpServletResponse) context.getResponse());
    } catch (IOException e) {
      LOG.log(Level.FINE, "A client disconnected before its late response", e);
    } finally {
      context.complete();
    }
  }

  private static void write(Response answer, HttpServletResponse response) throws IOException {
    response.setStatus(answer.getStatus());
    answer
        .getStringHeaders()
        .forEach((name, values) -> response.setHeader(name, String.join(", ", values)));
    response.getOutputStream().write(answer.getEntity().toString().getBytes(UTF_8));
  }
}
