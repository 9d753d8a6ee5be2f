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
 * Writes to clients with few threads. On Liberty a write to a client that does not read blocks its
 * thread until the write timeout; a thread that is held that way is replaced by another one, so
 * that as many as there are stalled clients may be blocked and the others do not wait. A
 * replacement ends when the blocked thread is back. What makes one client stall mostly makes others
 * stall too: a thread that has just been held is replaced by two, so their number doubles with
 * every look.
 */
public final class DrainPool {

  private static final Logger LOG = Logger.getLogger(DrainPool.class.getName());

  /** A thread that is busy with one client for longer is taken for blocked. */
  private static final Duration BLOCKED_AFTER = Duration.ofMillis(20);

  /** A thread that has been held for no longer is replaced by two. */
  private static final Duration JUST_BLOCKED = Duration.ofMillis(200);

  /** How often threads are looked at while drains are waited for. */
  private static final long LOOK_EVERY = Duration.ofMillis(5).toNanos();

  /** There are never more. */
  public static final int MAX_THREADS = 1024;

  private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
  private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
  private final ThreadFactory threads;
  private final int target;
  private final int most;
  private volatile int blocked;
  private volatile int wanted;
  private volatile boolean stopping;

  /** Who waits until no drain does, or null. */
  private volatile Thread waiter;

  /** Whether the last thread could not be started, and it was said. */
  private volatile boolean starved;

  /**
   * @param target how many threads are to be free for clients that read
   * @param most how many there may be, held or free
   */
  public DrainPool(ThreadFactory threads, int target, int most) {
    this.threads = threads;
    this.target = target;
    this.most = most;
    this.wanted = target;
  }

  /** Starts the threads. */
  public void start() {
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
    int held = 0;
    int justHeld = 0;
    for (var worker : workers) {
      long busy = worker.busy(now);
      if (busy > BLOCKED_AFTER.toNanos()) {
        held++;
        justHeld += busy < JUST_BLOCKED.toNanos() ? 1 : 0;
      }
    }
    blocked = held;
    wanted = Math.min(target + held + justHeld, most);
    while (workers.size() < wanted && !stopping && add()) {}
  }

  /**
   * Waits until no drain waits for a thread, and meanwhile replaces threads that are blocked.
   * Called by one thread.
   *
   * @param longest for no longer than this
   */
  void awaitTaken(Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    waiter = Thread.currentThread();
    for (long left = longest.toNanos();
        left > 0 && !queue.isEmpty();
        left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, Math.min(left, LOOK_EVERY));
      look();
    }
    waiter = null;
  }

  /** How many drains wait for a thread. */
  public int waiting() {
    return queue.size();
  }

  /** How many threads are held by clients that do not read. */
  public int blocked() {
    return blocked;
  }

  /**
   * Ends the threads once the queue is empty. What they leave is done here: when the application
   * stops and the server runs on, they were interrupted before this is called.
   */
  public void stop() {
    stopping = true;
    for (var drain = queue.poll(); drain != null; drain = queue.poll()) {
      drain.run();
    }
  }

  /** Adds a thread, unless the process may have no more. */
  private boolean add() {
    var worker = new Worker();
    workers.add(worker);
    try {
      var thread = threads.newThread(worker);
      thread.setName("message-board-drain");
      thread.start();
      starved = false;
      return true;
    } catch (RuntimeException e) {
      workers.remove(worker);
      throw e;
    } catch (OutOfMemoryError e) {
      workers.remove(worker);
      if (!starved) {
        starved = true;
        LOG.log(
            Level.WARNING,
            "No thread could be started beside {0} that write to clients ({1}); others wait for those that do not read. Allow the process more threads (pids)",
            new Object[] {workers.size(), e.getMessage()});
      }
      return false;
    }
  }

  private final class Worker implements Runnable {

    private volatile long busySince;

    /** For how long it has been busy with one client, in nanoseconds. */
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

    /** The next drain, or null when a second passed without any. */
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
