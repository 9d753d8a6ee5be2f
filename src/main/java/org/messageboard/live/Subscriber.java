package org.messageboard.live;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One client. {@link #news} and {@link #tick} only wake it and return, whatever the client does;
 * {@link DrainPool} writes to it, one thread at a time, everything that has gathered.
 */
public final class Subscriber implements Runnable {

  /** Why a stream ended. */
  enum End {
    /** The client went away. */
    CLIENT,
    /** It did not read: its queue was full, or a write to it was held until it failed. */
    SLOW,
    /** The server stops. */
    SHUTDOWN
  }

  private static final Logger LOG = Logger.getLogger(Subscriber.class.getName());

  /** A write that takes so long is held by a client that does not read, in nanoseconds. */
  private static final long HELD = Duration.ofSeconds(1).toNanos();

  /**
   * So many times the bytes that may wait end a stream also when it is written to: a burst, as
   * after an outage of Redis, is for the server to deliver, and no fault of the clients'.
   */
  private static final int BURST = 8;

  private final Hub hub;
  private final Cursor cursor;
  private final Output output;
  private final DrainPool pool;
  private final long maxBehind;
  private final long silenceNanos;
  private final Consumer<Subscriber> onEnd;

  private final AtomicInteger wakes = new AtomicInteger();
  private final AtomicReference<End> end = new AtomicReference<>();
  private volatile long lastWrite = System.nanoTime();

  /** Since when it waits for its turn, or is held in it. */
  private volatile long turnDue;

  private boolean finished;

  /**
   * @param maxBehind how many bytes of events may wait for the client while nothing can be written
   *     to it
   * @param silenceNanos after how much silence the next tick brings a comment
   * @param onEnd called once, when the stream is over
   */
  public Subscriber(
      Hub hub,
      Cursor cursor,
      Output output,
      DrainPool pool,
      long maxBehind,
      long silenceNanos,
      Consumer<Subscriber> onEnd) {
    this.hub = hub;
    this.cursor = cursor;
    this.output = output;
    this.pool = pool;
    this.maxBehind = maxBehind;
    this.silenceNanos = silenceNanos;
    this.onEnd = onEnd;
  }

  /** Has the client's new events written soon; a client that is too slow is closed. */
  public void news() {
    if (isTooSlow()) {
      end(End.SLOW);
    }
    wake();
  }

  /** Has a heartbeat written if the client has had nothing for too long. */
  public void tick() {
    if (isIdleTooLong()) {
      news();
    }
  }

  /** Has the client's events written soon. */
  public void wake() {
    if (wakes.getAndIncrement() == 0) {
      takeTurn();
    }
  }

  /** Ends the stream; what was sent already stays sent, and the client resumes after it. */
  void end(End reason) {
    if (end.compareAndSet(null, reason)) {
      wake();
    }
  }

  /** Why the stream ended, or null while it is open. */
  public End reason() {
    return end.get();
  }

  /** Bytes of events that wait for the client. */
  public long behind() {
    return cursor.behind(hub.buffer());
  }

  public boolean isClosed() {
    return end.get() != null;
  }

  /** Ends the stream because the server stops. */
  public void close() {
    end(End.SHUTDOWN);
  }

  /** One turn of the drain: one write at most, so that clients take turns. */
  @Override
  public void run() {
    int seen = wakes.get();
    boolean more = !isClosed() && turn();
    if (isClosed()) {
      finish();
      return;
    }
    if (more || wakes.addAndGet(-seen) != 0) {
      takeTurn();
    }
  }

  private void takeTurn() {
    turnDue = System.nanoTime();
    try {
      pool.execute(this);
    } catch (Error e) {
      // Such as a full heap. The next event, or tick, wakes it again; thrown here it would keep the
      // broadcaster from the clients that come after this one.
      wakes.set(0);
      LOG.log(Level.WARNING, "A stream is written to later", e);
    }
  }

  private boolean turn() {
    long began = System.nanoTime();
    try {
      boolean more = cursor.write(hub, output);
      if (output.flush()) {
        lastWrite = System.nanoTime();
      } else if (isIdleTooLong()) {
        cursor.heartbeat(hub, output);
        output.flush();
        lastWrite = System.nanoTime();
      }
      return more;
    } catch (IOException e) {
      LOG.log(Level.FINE, "A client is gone", e);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, "A stream ended; its client resumes", e);
    }
    end.compareAndSet(null, System.nanoTime() - began > HELD ? End.SLOW : End.CLIENT);
    return false;
  }

  private void finish() {
    if (!finished) {
      finished = true;
      output.close();
      onEnd.accept(this);
    }
  }

  private boolean isTooSlow() {
    long behind = behind();
    return behind > BURST * maxBehind || behind > maxBehind && isHeld();
  }

  /** Whether it has waited for its turn, or been held in it, for too long. */
  private boolean isHeld() {
    return wakes.get() != 0 && System.nanoTime() - turnDue > HELD;
  }

  private boolean isIdleTooLong() {
    return System.nanoTime() - lastWrite > silenceNanos || cursor.isWaiting();
  }
}
