package org.messageboard.retry;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Recognises the first of a series of equal errors, so that a warning is not repeated. An error
 * that recurs within a minute belongs to the same series. Thread-safe.
 */
public final class Series {

  private static final long ENDED_AFTER = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanoTime;

  /** When each kind of error last occurred. */
  private final Map<String, Long> lastSeen = new ConcurrentHashMap<>();

  /** A series timed by {@link System#nanoTime}. */
  public Series() {
    this(System::nanoTime);
  }

  public Series(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Records an error; returns whether it begins a series.
   *
   * @param kind one of a small set, because every kind is remembered for good
   */
  public boolean begins(String kind) {
    long now = nanoTime.getAsLong();
    var before = lastSeen.put(kind, now);
    return before == null || now - before > ENDED_AFTER;
  }
}
