package org.messageboard.sse;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.http.Exchange;

/**
 * Opens streams at a rate. When a crowd comes back, the others wait in the order in which they
 * came, without a thread, so that those who stayed get their events meanwhile.
 */
public class StreamGate implements Filter {

  private static final Logger LOG = Logger.getLogger(StreamGate.class.getName());

  /** A crowd of 10,000 is in after 4 s. */
  private static final int PER_TURN = 25;

  private static final Duration TURN = Duration.ofMillis(10);

  /**
   * A request that waits.
   *
   * @param path its address in the application, which is needed because {@code dispatch()} loses
   *     the query on Liberty
   */
  private record Waiting(AsyncContext context, String path) {}

  @Resource ManagedScheduledExecutorService scheduler;

  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private long turn;
  private int opened;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var http = (HttpServletRequest) request;
    if (request.getDispatcherType() == DispatcherType.ASYNC) {
      goOn(http, response, chain);
    } else if (enters(http)) {
      chain.doFilter(request, response);
    }
  }

  /** Whether the stream may be opened now; otherwise the request waits. */
  private synchronized boolean enters(HttpServletRequest request) {
    long now = System.nanoTime() / TURN.toNanos();
    if (now != turn) {
      turn = now;
      opened = 0;
    }
    if (waiting.isEmpty() && opened < PER_TURN) {
      opened++;
      return true;
    }
    Exchange.take(request);
    var context = request.startAsync();
    context.setTimeout(0);
    waiting.add(new Waiting(context, path(request)));
    if (waiting.size() == 1) {
      later();
    }
    return false;
  }

  private static String path(HttpServletRequest request) {
    var query = request.getQueryString();
    var path = request.getRequestURI().substring(request.getContextPath().length());
    return query == null ? path : path + "?" + query;
  }

  private void later() {
    scheduler.schedule(this::next, TURN.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Lets the next ones in, and comes back for the others. */
  private synchronized void next() {
    for (int i = 0; i < PER_TURN && !waiting.isEmpty(); i++) {
      var first = waiting.remove();
      try {
        first.context().dispatch(first.path());
      } catch (RuntimeException e) {
        LOG.log(Level.FINE, "A request ended while it waited for its stream", e);
      }
    }
    if (!waiting.isEmpty()) {
      later();
    }
  }

  /** Opens the stream of a request that has waited. */
  private static void goOn(HttpServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var exchange = Exchange.returnTo(request);
    chain.doFilter(request, response);
    if (!exchange.isTaken()) {
      exchange.answered(((HttpServletResponse) response).getStatus());
    }
  }
}
