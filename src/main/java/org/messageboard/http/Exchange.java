package org.messageboard.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BiConsumer;

/**
 * One request that is measured. Who answers it on another thread, or writes on when the request's
 * own thread has left, takes it and says how it was answered: by the time that the own thread could
 * look the container may have given the request to somebody else.
 */
public final class Exchange {

  private static final String ATTRIBUTE = Exchange.class.getName();
  private static final double NANOS = 1e9;

  private final long began = System.nanoTime();
  private final BiConsumer<Integer, Double> onAnswer;
  private boolean taken;

  /**
   * @param onAnswer told of the status and of the seconds that it took
   */
  Exchange(BiConsumer<Integer, Double> onAnswer) {
    this.onAnswer = onAnswer;
  }

  /** Takes the exchange that a request belongs to; called by the request's own thread. */
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

  /** Says with which status it was answered, now. */
  public void answered(int status) {
    onAnswer.accept(status, (System.nanoTime() - began) / NANOS);
  }
}
