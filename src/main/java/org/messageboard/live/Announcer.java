package org.messageboard.live;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.traces.Span;

/**
 * Wakes every client when there is something new. It has a thread of its own, so the listener never
 * waits for a round through all clients. Whatever arrives during a round belongs to the next one;
 * and a round that took its time and carried many events is followed by a pause. So a quiet board
 * announces at once, and a busy one gathers: the more there is to do, the more events share one
 * write.
 */
public final class Announcer implements Runnable {

  private static final Logger LOG = Logger.getLogger(Announcer.class.getName());

  /** A step of a trace, which ends when so many events have been announced. */
  private record Followed(long event, Span step) {}

  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  /** A round that was quicker is followed by the next one at once. */
  private static final long QUICK = Duration.ofMillis(1).toNanos();

  /**
   * A round is not waited for any longer, and followed by no longer pause. With 25 ms 1,000,000
   * deliveries/s cost the same and came later, half of them after 36 ms instead of 26; with 6 ms
   * 150,000/s cost a fifth more.
   */
  private static final Duration LONGEST = Duration.ofMillis(12);

  /** A round that brought so many events is followed by a pause as long as itself. */
  private static final long MANY = 4;

  private final Runnable news;
  private final Runnable tick;
  private final DrainPool pool;
  private final long tickNanos;
  private final long againAfterNanos;
  private final Queue<Followed> followed = new ConcurrentLinkedQueue<>();
  private volatile boolean hasNews;
  private volatile long arrived;
  private long announced;
  private long nextTick;
  private boolean failed;
  private volatile boolean stopping;
  private volatile Thread thread;

  /**
   * @param news tells all clients that there are new events; returns when all of them know
   * @param tick asks all clients whether they need a heartbeat
   * @param tickEvery how often; each time costs some 0.3 us for each of many clients, most of it
   *     waiting for memory
   * @param againAfter how soon it goes on after a failure
   */
  public Announcer(
      Runnable news, Runnable tick, DrainPool pool, Duration tickEvery, Duration againAfter) {
    this.news = news;
    this.tick = tick;
    this.pool = pool;
    this.tickNanos = tickEvery.toNanos();
    this.againAfterNanos = againAfter.toNanos();
  }

  /** Ends the step once the event that comes next has been announced. */
  public void follow(Span step) {
    followed.add(new Followed(arrived + 1, step));
  }

  /** Has an event announced soon; returns at once. Called by one thread at a time. */
  public void announce() {
    arrived = arrived + 1;
    if (!hasNews) {
      hasNews = true;
      LockSupport.unpark(thread);
    }
  }

  public void stop() {
    stopping = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    nextTick = System.nanoTime() + tickNanos;
    // Interrupted it could not park any more; the container does so when the application stops.
    while (!stopping && !thread.isInterrupted()) {
      try {
        turn();
        failed = false;
      } catch (RuntimeException | Error e) {
        // Without this thread every stream of the server would be quiet
        LOG.log(failed ? Level.FINE : Level.SEVERE, "An announcement failed; it is made again", e);
        failed = true;
        hasNews = true;
        pause(againAfterNanos);
      }
    }
  }

  private void turn() {
    if (hasNews) {
      hasNews = false;
      round();
    } else {
      LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
    }
    long now = System.nanoTime();
    pool.look();
    if (now - nextTick >= 0) {
      nextTick = now + tickNanos;
      tick.run();
    }
  }

  private void round() {
    long began = System.nanoTime();
    long brought = arrived - announced;
    announced += brought;
    news.run();
    pool.awaitTaken(LONGEST);
    endFollowed();
    long took = System.nanoTime() - began;
    if (took > QUICK) {
      pause(Math.min(took, LONGEST.toNanos()) * Math.min(brought, MANY) / MANY);
    }
  }

  private void endFollowed() {
    for (var first = followed.peek();
        first != null && first.event() <= announced;
        first = followed.peek()) {
      followed.remove().step().end();
    }
  }

  private void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !stopping; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }
}
