package org.messageboard.dev;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition that nobody announces, by asking for it again and again. */
public final class Await {

  private static final long PAUSE_MILLIS = 50;

  private Await() {}

  /**
   * Returns true as soon as the condition holds, false when it did not within the limit.
   *
   * @throws StartException if the thread is interrupted meanwhile; it stays interrupted
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
