package org.messageboard.live;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes to clients with few threads. On Liberty, a write to a client that does not read blocks its
 * thread until the write timeout. A blocked thread is replaced by another, so that one thread per
 * stalled client may be blocked and the other clients do not wait. The replacement ends when the
 * blocked thread returns. Clients mostly stall together, so a thread that has just been blocked is
 * replaced by two: their number doubles with every check.
 */
public final class DrainPool {

  private static final Logger LOG = Logger.getLogger(DrainPool.class.getName());

  /** A thread that has been busy with one client for longer counts as blocked. */
  private static final Duration BLOCKED_AFTER = Duration.ofMillis(20);

  /** A thread that has been blocked for less is replaced by two. */
  private static final Duration JUST_BLOCKED = Duration.ofMillis(200);

  /** How often threads are checked while waiting for an empty queue, in nanoseconds. */
  private static final long CHECK_EVERY = Duration.ofMillis(5).toNanos();

  /** Upper limit for any pool. */
  public static final int MAX_THREADS = 1024;

  private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
  private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
  private final ThreadFactory threadFactory;
  private final int target;
  private final int maxThreads;
  private volatile int blocked;
  private volatile int wanted;
  private volatile boolean stopping;

  /** The thread that waits for an empty queue, or null. */
  private volatile Thread waiter;

  /** Whether a warning was logged because the last thread could not be started. */
  private volatile boolean starved;

  /**
   * @param target number of threads to keep free for clients that read
   * @param maxThreads maximum number of threads, blocked or free
   */
  public DrainPool(ThreadFactory threadFactory, int target, int maxThreads) {
    this.threadFactory = threadFactory;
    this.target = target;
    this.maxThreads = maxThreads;
    this.wanted = target;
  }

  public void start() {
    for (int i = 0; i < target; i++) {
      add();
    }
  }

  /** Runs the drain soon, on one of the threads. */
  void execute(Runnable drain) {
    queue.add(drain);
  }

  /** Replaces blocked threads; to be called every few milliseconds. */
  void replaceBlocked() {
    long now = System.nanoTime();
    int blockedNow = 0;
    int justBlocked = 0;
    for (var worker : workers) {
      long busy = worker.busy(now);
      if (busy > BLOCKED_AFTER.toNanos()) {
        blockedNow++;
        justBlocked += busy < JUST_BLOCKED.toNanos() ? 1 : 0;
      }
    }
    blocked = blockedNow;
    wanted = Math.min(target + blockedNow + justBlocked, maxThreads);
    while (workers.size() < wanted && !stopping && add()) {}
  }

  /**
   * Waits until every drain has a thread, and replaces blocked threads in the meantime. Called by
   * one thread.
   *
   * @param timeout the longest wait
   */
  void awaitEmptyQueue(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    waiter = Thread.currentThread();
    for (long left = timeout.toNanos();
        left > 0 && !queue.isEmpty();
        left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, Math.min(left, CHECK_EVERY));
      replaceBlocked();
    }
    waiter = null;
  }

  /** Number of drains that wait for a thread. */
  public int waiting() {
    return queue.size();
  }

  /** Number of threads blocked by clients that do not read. */
  public int blocked() {
    return blocked;
  }

  /**
   * Ends the threads once the queue is empty. Runs the remaining drains on the calling thread: when
   * the application stops but the server runs on, the threads have been interrupted before this is
   * called.
   */
  public void stop() {
    stopping = true;
    for (var drain = queue.poll(); drain != null; drain = queue.poll()) {
      drain.run();
    }
  }

  /** Adds a thread, unless the process has reached its limit. */
  private boolean add() {
    var worker = new Worker();
    workers.add(worker);
    try {
      var thread = threadFactory.newThread(worker);
      thread.setName("message-board-drain");
      thread.start();
      starved = false;
      return true;
    } catch (RuntimeException e) {
      workers.remove(worker);
      throw e;
    } catch (OutOfMemoryError e) {
      workers.remove(worker);
      warnOnce(e);
      return false;
    }
  }

  private void warnOnce(OutOfMemoryError e) {
    if (!starved) {
      starved = true;
      LOG.log(
          Level.WARNING,
          "Cannot start a thread beside the {0} that write to clients ({1}); clients now wait for others that do not read. Allow the process more threads (pids)",
          new Object[] {workers.size(), e.getMessage()});
    }
  }

  private final class Worker implements Runnable {

    private volatile long busySince;

    /** How long it has been busy with one client, in nanoseconds. */
    long busy(long now) {
      long since = busySince;
      return since == 0 ? 0 : now - since;
    }

    @Override
    public void run() {
      try {
        while (!isSurplus()) {
          var drain = next();
          if (drain != null) {
            busySince = System.nanoTime() | 1;
            drain.run();
            busySince = 0;
          } else if (stopping) {
            return;
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        workers.remove(this);
      }
    }

    /** The next drain, or null after a second without any. */
    private Runnable next() throws InterruptedException {
      var drain = queue.poll();
      if (drain == null) {
        LockSupport.unpark(waiter);
        drain = queue.poll(1, TimeUnit.SECONDS);
      }
      return drain;
    }

    private boolean isSurplus() {
      return workers.size() > wanted;
    }
  }
}
