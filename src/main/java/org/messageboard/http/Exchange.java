package org.messageboard.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BiConsumer;

/**
 * A request that is being measured. Code that answers it on another thread, or continues to write
 * after the request's own thread has returned, takes the exchange and reports the answer: by the
 * time the own thread could look, the container may have reused the request.
 */
public final class Exchange {

  private static final String ATTRIBUTE = Exchange.class.getName();
  private static final double NANOS = 1e9;

  private final long began = System.nanoTime();
  private final BiConsumer<Integer, Double> onAnswer;
  private boolean taken;

  /**
   * @param onAnswer receives the status and the duration in seconds
   */
  Exchange(BiConsumer<Integer, Double> onAnswer) {
    this.onAnswer = onAnswer;
  }

  /** Takes the exchange of a request; called by the request's own thread. */
  public static Exchange take(HttpServletRequest request) {
    var exchange = (Exchange) request.getAttribute(ATTRIBUTE);
    exchange.taken = true;
    return exchange;
  }

  void attach(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  boolean isTaken() {
    return taken;
  }

  /** Reports that the request has just been answered with this status. */
  public void answered(int status) {
    onAnswer.accept(status, (System.nanoTime() - began) / NANOS);
  }
}
