package org.messageboard.benchmark;

/** The time of this process, in nanoseconds: what posts carry and receivers compare it with. */
final class Clock {

  private static final long ORIGIN = System.nanoTime();

  private Clock() {}

  /** Nanoseconds since this process began to measure; never negative. */
  static long now() {
    return System.nanoTime() - ORIGIN;
  }
}
