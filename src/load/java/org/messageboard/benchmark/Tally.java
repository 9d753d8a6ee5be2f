package org.messageboard.benchmark;

import org.HdrHistogram.Histogram;

/**
 * What all readers together received. Written by their thread; the window is set by another, before
 * what belongs to it is sent.
 */
final class Tally {

  /** Three digits of every latency are right. */
  private static final int DIGITS = 3;

  private Histogram latencies = new Histogram(DIGITS);
  private volatile long from = Long.MAX_VALUE;
  private volatile long to = Long.MAX_VALUE;
  private long events;

  /** Latencies count for what is due from now on. */
  void open() {
    to = Long.MAX_VALUE;
    from = Clock.now();
  }

  /** Latencies count no more for what is due from now on. */
  void close() {
    to = Clock.now();
  }

  /** An event that should have been sent at this time arrived. */
  void arrived(long due, long now) {
    if (due >= from && due < to) {
      latencies.recordValue(Math.max(0, now - due));
    }
  }

  void count() {
    events++;
  }

  /** Events of all clients, since the beginning. */
  long events() {
    return events;
  }

  /** Begins anew with latencies and gives those so far; only to the thread of the readers. */
  Histogram restart() {
    var before = latencies;
    latencies = new Histogram(DIGITS);
    return before;
  }

  /** In nanoseconds, of what was due in the window. */
  Histogram latencies() {
    return latencies;
  }
}
