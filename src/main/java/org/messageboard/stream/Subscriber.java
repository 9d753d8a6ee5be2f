package org.messageboard.stream;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One client. {@code send} only wakes it and returns, whatever the client does; the writing is done
 * by {@link DrainPool}, by one thread at a time, and takes all that has gathered.
 */
final class Subscriber implements SseEventSink, Runnable {

  /** Why a stream ended. */
  enum End {
    /** The client went away. */
    CLIENT,
    /** It did not read: its queue was full, or a write to it was held until it failed. */
    SLOW,
    /** The server stops. */
    SHUTDOWN
  }

  /** A write that fails after so long was not refused but held, in nanoseconds. */
  private static final long HELD = Duration.ofSeconds(1).toNanos();

  private static final CompletionStage<?> DONE = CompletableFuture.completedFuture(null);

  private final Hub hub;
  private final Cursor cursor;
  private final Output output;
  private final DrainPool pool;
  private final long maxBehind;
  private final long heartbeatNanos;
  private final Consumer<Subscriber> onEnd;

  private final AtomicInteger wakes = new AtomicInteger();
  private final AtomicReference<End> end = new AtomicReference<>();
  private volatile long lastWrite = System.nanoTime();
  private boolean finished;

  /**
   * @param maxBehind how many bytes of events may wait for the client
   * @param heartbeatNanos after how much silence a comment is sent
   * @param onEnd called once, when the stream is over
   */
  Subscriber(
      Hub hub,
      Cursor cursor,
      Output output,
      DrainPool pool,
      long maxBehind,
      long heartbeatNanos,
      Consumer<Subscriber> onEnd) {
    this.hub = hub;
    this.cursor = cursor;
    this.output = output;
    this.pool = pool;
    this.maxBehind = maxBehind;
    this.heartbeatNanos = heartbeatNanos;
    this.onEnd = onEnd;
  }

  /**
   * Wakes the client's drain; the event itself stands in the timeline.
   *
   * @throws IllegalStateException when the stream is over, as the broadcaster expects it
   */
  @Override
  public CompletionStage<?> send(OutboundSseEvent event) {
    if (isClosed()) {
      throw new IllegalStateException("The stream is over.");
    }
    if (!Announcer.TICK.equals(event.getName()) || isIdleTooLong()) {
      if (behind() > maxBehind) {
        end(End.SLOW);
      }
      wake();
    }
    return DONE;
  }

  /** Has the client's events written soon. */
  void wake() {
    if (wakes.getAndIncrement() == 0) {
      pool.execute(this);
    }
  }

  /** Ends the stream; what was sent already stays sent, and the client resumes after it. */
  void end(End reason) {
    if (end.compareAndSet(null, reason)) {
      wake();
    }
  }

  /** Why the stream ended, or null while it is open. */
  End reason() {
    return end.get();
  }

  /** Bytes of events that wait for the client. */
  long behind() {
    return cursor.behind(hub.timeline());
  }

  @Override
  public boolean isClosed() {
    return end.get() != null;
  }

  @Override
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
      pool.execute(this);
    }
  }

  private boolean turn() {
    long began = System.nanoTime();
    try {
      boolean more = cursor.write(hub, output);
      if (output.flush()) {
        lastWrite = System.nanoTime();
      } else if (isIdleTooLong()) {
        cursor.heartbeat(output);
        output.flush();
        lastWrite = System.nanoTime();
      }
      return more;
    } catch (IOException | RuntimeException e) {
      end.compareAndSet(null, System.nanoTime() - began > HELD ? End.SLOW : End.CLIENT);
      return false;
    }
  }

  private void finish() {
    if (!finished) {
      finished = true;
      output.close();
      onEnd.accept(this);
    }
  }

  private boolean isIdleTooLong() {
    return System.nanoTime() - lastWrite > heartbeatNanos || cursor.isWaiting();
  }
}
