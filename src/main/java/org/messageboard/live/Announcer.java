package org.messageboard.live;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.traces.Span;

/**
 * Wakes all clients when there are new events. It has its own thread, so that the listener never
 * waits for a round through all clients. Events that arrive during a round belong to the next one,
 * and a long round with many events is followed by a pause. A quiet board therefore announces at
 * once, and a busy one gathers events: the more there is to do, the more events share one write.
 */
public final class Announcer implements Runnable {

  private static final Logger LOG = Logger.getLogger(Announcer.class.getName());

  /** A span that ends when this many events have been announced. */
  private record TracedEvent(long event, Span span) {}

  private static final Duration CHECK_EVERY = Duration.ofMillis(20);

  /** A shorter round is followed by the next one at once. */
  private static final long SHORT_ROUND = Duration.ofMillis(1).toNanos();

  /**
   * The longest wait for a round, and the longest pause after it. Measured: with 25 ms, 1,000,000
   * deliveries/s cost the same but took longer, 36 ms instead of 26 in the median; with 6 ms,
   * 150,000 deliveries/s cost a fifth more.
   */
  private static final Duration MAX_PAUSE = Duration.ofMillis(12);

  /**
   * A round with this many events is followed by a pause as long as the round; with fewer, by a
   * shorter one.
   */
  private static final long FULL_PAUSE_EVENTS = 4;

  private final Runnable news;
  private final Runnable tick;
  private final DrainPool pool;
  private final long tickNanos;
  private final long retryNanos;
  private final Queue<TracedEvent> tracedEvents = new ConcurrentLinkedQueue<>();
  private volatile boolean hasNews;
  private volatile long arrived;
  private long announced;
  private long nextTick;
  private boolean failed;
  private volatile boolean stopping;
  private volatile Thread thread;

  /**
   * @param news notifies all clients of new events, and returns when all have been notified
   * @param tick has all clients check whether they need a heartbeat
   * @param tickEvery interval between ticks; with many clients, a tick costs about 0.3 us for each,
   *     most of it waiting for memory
   * @param retryAfter pause after a failure
   */
  public Announcer(
      Runnable news, Runnable tick, DrainPool pool, Duration tickEvery, Duration retryAfter) {
    this.news = news;
    this.tick = tick;
    this.pool = pool;
    this.tickNanos = tickEvery.toNanos();
    this.retryNanos = retryAfter.toNanos();
  }

  /**
   * Delivers the next event, and ends the span once it has been announced; at once if there is no
   * new event, because the log has brought it before. Called by the thread that announces.
   */
  public void deliver(Runnable delivery, Span span) {
    long before = arrived;
    var traced = new TracedEvent(before + 1, span);
    tracedEvents.add(traced);
    delivery.run();
    if (arrived == before && tracedEvents.remove(traced)) {
      span.end();
    }
  }

  /** Announces an event soon, and returns at once. Called by one thread at a time. */
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
    // The container interrupts the thread when the application stops; it could no longer park
    while (!stopping && !thread.isInterrupted()) {
      try {
        runOnce();
        failed = false;
      } catch (RuntimeException | Error e) {
        // Without this thread, all streams of the server would fall silent
        LOG.log(
            failed ? Level.FINE : Level.SEVERE, "An announcement failed; it will be repeated", e);
        failed = true;
        hasNews = true;
        pause(retryNanos);
      }
    }
  }

  private void runOnce() {
    if (hasNews) {
      hasNews = false;
      round();
    } else {
      LockSupport.parkNanos(this, CHECK_EVERY.toNanos());
    }
    pool.replaceBlocked();
    tickIfDue();
  }

  private void tickIfDue() {
    long now = System.nanoTime();
    if (now - nextTick >= 0) {
      nextTick = now + tickNanos;
      tick.run();
    }
  }

  private void round() {
    long began = System.nanoTime();
    long newEvents = arrived - announced;
    announced += newEvents;
    news.run();
    pool.awaitEmptyQueue(MAX_PAUSE);
    endSpans();
    long elapsed = System.nanoTime() - began;
    if (elapsed > SHORT_ROUND) {
      pause(
          Math.min(elapsed, MAX_PAUSE.toNanos())
              * Math.min(newEvents, FULL_PAUSE_EVENTS)
              / FULL_PAUSE_EVENTS);
    }
  }

  private void endSpans() {
    for (var first = tracedEvents.peek();
        first != null && first.event() <= announced;
        first = tracedEvents.peek()) {
      tracedEvents.remove().span().end();
    }
  }

  private void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !stopping; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }
}
