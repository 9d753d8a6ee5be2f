package org.messageboard.stream;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes to clients with few threads. On Liberty a write to a client that does not read blocks its
 * thread until the write timeout; a thread that is held that way is replaced by another one, so
 * that as many as there are stalled clients may be blocked and the others do not wait. A
 * replacement ends when the blocked thread is back.
 */
final class DrainPool {

  /** A thread that is busy with one client for longer is taken for blocked. */
  private static final Duration BLOCKED_AFTER = Duration.ofMillis(20);

  private static final int MAX_THREADS = 1024;

  private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
  private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger blocked = new AtomicInteger();
  private final ThreadFactory threads;
  private final int target;
  private volatile boolean stopping;

  /**
   * @param target how many threads are to be free for clients that read
   */
  DrainPool(ThreadFactory threads, int target) {
    this.threads = threads;
    this.target = target;
  }

  /** Starts the threads. */
  void start() {
    for (int i = 0; i < target; i++) {
      add();
    }
  }

  /** Has the drain run soon. */
  void execute(Runnable drain) {
    queue.add(drain);
  }

  /** Replaces threads that are blocked; to be called every few milliseconds. */
  void look() {
    long now = System.nanoTime();
    int held = (int) workers.stream().filter(w -> w.isBlocked(now)).count();
    blocked.set(held);
    for (int i = workers.size(); i < Math.min(target + held, MAX_THREADS) && !stopping; i++) {
      add();
    }
  }

  /** Whether a drain waits for a thread. */
  boolean isBusy() {
    return !queue.isEmpty();
  }

  /** How many drains wait for a thread. */
  int waiting() {
    return queue.size();
  }

  /** How many threads are held by clients that do not read. */
  int blocked() {
    return blocked.get();
  }

  /**
   * Ends the threads once the queue is empty. What they leave is done here: when the application
   * stops and the server runs on, they were interrupted before this is called.
   */
  void stop() {
    stopping = true;
    for (var drain = queue.poll(); drain != null; drain = queue.poll()) {
      drain.run();
    }
  }

  private void add() {
    var worker = new Worker();
    workers.add(worker);
    var thread = threads.newThread(worker);
    thread.setName("message-board-drain");
    thread.start();
  }

  private final class Worker implements Runnable {

    private volatile long busySince;

    boolean isBlocked(long now) {
      long since = busySince;
      return since != 0 && now - since > BLOCKED_AFTER.toNanos();
    }

    @Override
    public void run() {
      try {
        while (!isSurplus()) {
          var drain = queue.poll(1, TimeUnit.SECONDS);
          if (drain == null) {
            if (stopping) {
              return;
            }
            continue;
          }
          busySince = System.nanoTime() | 1;
          drain.run();
          busySince = 0;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        workers.remove(this);
      }
    }

    private boolean isSurplus() {
      return workers.size() > target + blocked.get();
    }
  }
}
