package org.messageboard.client;

/** Waits for threads where an interrupt has nowhere to go. */
public final class Threads {

  private Threads() {}

  /** Waits until the thread has ended; interrupted, it returns at once and stays interrupted. */
  public static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
