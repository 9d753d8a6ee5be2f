package org.messageboard.redis;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Has connections made anew while Redis takes no writes, because another Redis may have taken its
 * place behind the same name: a new connection looks the name up again. All of them, also those in
 * use and the subscription, when the refusals begin and when they have ended; in between those that
 * are idle. Thread-safe.
 */
final class WriteRefusals {

  private static final Logger LOG = Logger.getLogger(WriteRefusals.class.getName());

  /** A Redis at the limit of its memory takes every other write; that is one series. */
  private static final long CALM = Duration.ofSeconds(5).toNanos();

  private final Runnable dropIdle;
  private final Runnable renew;
  private final LongSupplier nanoTime;
  private boolean refusing;
  private long last;

  /**
   * @param dropIdle closes connections that nobody uses
   * @param renew cuts all connections
   * @param nanoTime as {@link System#nanoTime}
   */
  WriteRefusals(Runnable dropIdle, Runnable renew, LongSupplier nanoTime) {
    this.dropIdle = dropIdle;
    this.renew = renew;
    this.nanoTime = nanoTime;
  }

  /** Redis refused a write. */
  synchronized void refused(String reason) {
    last = nanoTime.getAsLong();
    if (refusing) {
      dropIdle.run();
      return;
    }
    refusing = true;
    LOG.log(
        Level.WARNING,
        "Redis takes no writes ({0}). It is connected to anew until it does, and nothing is lost. See which Redis redis.url leads to, and to its memory and its disk",
        reason);
    renew.run();
  }

  /** Redis took a write. */
  synchronized void taken() {
    if (refusing && nanoTime.getAsLong() - last >= CALM) {
      refusing = false;
      LOG.log(Level.INFO, "Redis takes writes again");
      renew.run();
    }
  }
}
