package org.messageboard.benchmark;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Calls at a fixed rate, on a thread of its own. What comes late is not left out, nor does it move
 * what follows.
 */
final class Metronome {

  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** What is called. */
  interface Task {

    /**
     * Does it.
     *
     * @param due when it should be called, in nanoseconds of {@link Clock}
     */
    void at(long due) throws IOException, InterruptedException;
  }

  private final int rate;
  private final Task task;
  private final Consumer<Exception> onFailure;
  private final Thread thread = new Thread(this::run, "metronome");
  private volatile boolean stopping;

  /**
   * @param rate calls a second
   * @param onFailure told of what a call throws; there is no further one
   */
  Metronome(int rate, Task task, Consumer<Exception> onFailure) {
    this.rate = rate;
    this.task = task;
    this.onFailure = onFailure;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Has it end soon. */
  void stop() {
    stopping = true;
  }

  boolean isRunning() {
    return thread.isAlive();
  }

  private void run() {
    long start = Clock.now();
    try {
      for (long i = 0; !stopping; i++) {
        long due = start + (long) (i * 1e9 / rate);
        await(due);
        if (!stopping) {
          task.at(due);
        }
      }
    } catch (IOException | RuntimeException e) {
      onFailure.accept(e);
    } catch (InterruptedException e) {
      onFailure.accept(e);
      Thread.currentThread().interrupt();
    }
  }

  private void await(long due) {
    long wait = due - Clock.now();
    while (wait > 0 && !stopping) {
      LockSupport.parkNanos(Math.min(wait, LONGEST_PAUSE_NANOS));
      wait = due - Clock.now();
    }
  }
}
