package org.messageboard.retry;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Tells when a series of the same error begins, for a warning that is not to be repeated: what
 * comes again within a minute belongs to it. Thread-safe.
 */
public final class Series {

  private static final long QUIET = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanoTime;

  /** When one of the kind last came. */
  private final Map<String, Long> last = new ConcurrentHashMap<>();

  /** Measured by {@link System#nanoTime}. */
  public Series() {
    this(System::nanoTime);
  }

  public Series(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * One has come; whether a series begins with it.
   *
   * @param kind one of a few: each is remembered for good
   */
  public boolean begins(String kind) {
    long now = nanoTime.getAsLong();
    var before = last.put(kind, now);
    return before == null || now - before > QUIET;
  }
}
