package org.messageboard.redis;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Renews connections while Redis takes no writes, because another Redis may have taken its place
 * behind the same name, and a new connection looks up the name again. Renews all connections,
 * including those in use and the subscription, when refusals begin and when they have ended, and
 * idle ones in between. Thread-safe.
 */
final class WriteRefusals {

  private static final Logger LOG = Logger.getLogger(WriteRefusals.class.getName());

  /** A Redis that is short of memory accepts some writes in between, which end nothing. */
  private static final long ENDED_AFTER = Duration.ofSeconds(5).toNanos();

  private final Runnable dropIdle;
  private final Runnable renew;
  private final LongSupplier nanoTime;
  private boolean refusing;
  private long lastRefusal;

  /**
   * @param dropIdle closes idle connections
   * @param renew closes all connections
   * @param nanoTime as {@link System#nanoTime}
   */
  WriteRefusals(Runnable dropIdle, Runnable renew, LongSupplier nanoTime) {
    this.dropIdle = dropIdle;
    this.renew = renew;
    this.nanoTime = nanoTime;
  }

  synchronized void refused(String reason) {
    lastRefusal = nanoTime.getAsLong();
    if (refusing) {
      dropIdle.run();
      return;
    }
    refusing = true;
    LOG.log(
        Level.WARNING,
        "Redis takes no writes ({0}). The board keeps reconnecting until it does, and nothing is lost. Check which Redis redis.url leads to, and its memory and disk",
        reason);
    renew.run();
  }

  /** Redis accepted a write. */
  synchronized void accepted() {
    if (refusing && nanoTime.getAsLong() - lastRefusal >= ENDED_AFTER) {
      refusing = false;
      LOG.log(Level.INFO, "Redis takes writes again");
      renew.run();
    }
  }
}
