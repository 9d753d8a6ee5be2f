package org.messageboard.dev;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition by polling it. */
public final class Await {

  private static final long PAUSE_MILLIS = 50;

  private Await() {}

  /**
   * Returns true as soon as the condition holds, or false if it does not within the limit.
   *
   * @throws StartException if the thread is interrupted; its interrupt status stays set
   */
  public static boolean until(BooleanSupplier condition, Duration limit) {
    var deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      pause();
    }
    return true;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("Interrupted while waiting.", e);
    }
  }
}
