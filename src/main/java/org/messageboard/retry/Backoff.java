package org.messageboard.retry;

import java.time.Duration;

/** Pauses between attempts, each twice as long as the one before. Used by one thread at a time. */
public final class Backoff {

  private final Duration first;
  private final Duration max;
  private Duration next;

  /**
   * @param first the pause after the first failure
   * @param max the longest pause
   */
  public Backoff(Duration first, Duration max) {
    this.first = first;
    this.max = max;
    this.next = first;
  }

  /** The pause before the next attempt. */
  public Duration next() {
    var pause = next;
    var twice = pause.multipliedBy(2);
    next = twice.compareTo(max) > 0 ? max : twice;
    return pause;
  }

  /** An attempt has succeeded: the next failure is a first one. */
  public void reset() {
    next = first;
  }
}
