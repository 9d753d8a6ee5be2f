package org.messageboard.live;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A client. {@link #news} and {@link #tick} only wake it and never wait for it; one thread of
 * {@link DrainPool} at a time writes everything that has gathered.
 */
public final class Subscriber implements Runnable {

  /** Why a stream ended. */
  public enum End {
    /** The client went away. */
    CLIENT,
    /** The client did not read: it fell too far behind, or blocked a write until it failed. */
    SLOW,
    /** The client's session is over. */
    SESSION,
    /** The server is stopping. */
    SHUTDOWN
  }

  private static final Logger LOG = Logger.getLogger(Subscriber.class.getName());

  /**
   * A client is stalled when its turn has taken, or been due for, longer than this; in nanoseconds.
   */
  private static final long STALLED_AFTER = Duration.ofSeconds(1).toNanos();

  /**
   * How many times its maximum lag a client may be behind while it is not stalled: delivering a
   * burst, as after an outage of Redis, is up to the server, and falling behind is not the client's
   * fault.
   */
  private static final int BURST = 8;

  /** Bytes of frames beside the board's events that may wait. */
  private static final int MAX_ASIDE = 4 * 1024;

  /** Bytes of answers to a client that may wait. */
  private static final int MAX_ANSWERS = 256 * 1024;

  private final Hub hub;
  private final Cursor cursor;
  private final Output output;
  private final DrainPool pool;
  private final long maxLag;
  private final long silenceNanos;
  private final Consumer<Subscriber> onEnd;

  private final AtomicInteger wakes = new AtomicInteger();
  private final AtomicReference<End> end = new AtomicReference<>();
  private volatile long lastWrite = System.nanoTime();

  /** Frames beside the board's events that are to be written; usually null. */
  private final AtomicReference<byte[]> aside = new AtomicReference<>();

  /** Why the session is over, if there is a word for it. */
  private volatile String sessionEnd;

  /** When the current turn was requested. */
  private volatile long turnDue;

  private boolean finished;

  /**
   * @param maxLag how many bytes a stalled client may be behind
   * @param silenceNanos how long nothing may be written before a tick causes a heartbeat
   * @param onEnd called once, when the stream has ended
   */
  public Subscriber(
      Hub hub,
      Cursor cursor,
      Output output,
      DrainPool pool,
      long maxLag,
      long silenceNanos,
      Consumer<Subscriber> onEnd) {
    this.hub = hub;
    this.cursor = cursor;
    this.output = output;
    this.pool = pool;
    this.maxLag = maxLag;
    this.silenceNanos = silenceNanos;
    this.onEnd = onEnd;
  }

  /** Writes new events to the client soon, or ends the stream of a client that is too slow. */
  public void news() {
    if (isTooSlow()) {
      end(End.SLOW);
    }
    wake();
  }

  /**
   * Writes a frame soon that is no event of the board and has no position. A client that does not
   * read loses it.
   */
  public void tell(byte[] frame) {
    add(frame, MAX_ASIDE);
    wake();
  }

  /** Does so with something of this name. */
  public void tell(String name, String json) {
    tell(output.framing().notice(name, json));
  }

  /**
   * Writes a frame soon that the client has asked for. The stream of one that does not read ends.
   */
  public void answer(byte[] frame) {
    if (!add(frame, MAX_ANSWERS)) {
      end(End.SLOW);
    }
    wake();
  }

  /** Whether the frame is kept: it is unless more than these bytes wait. */
  private boolean add(byte[] frame, int most) {
    var before = aside.getAndAccumulate(frame, (waiting, f) -> joined(waiting, f, most));
    return before == null || before.length <= most;
  }

  /** Writes a heartbeat if nothing has been written for too long. */
  public void tick() {
    if (isIdleTooLong()) {
      news();
    }
  }

  /** Writes a heartbeat soon. To a client that has gone, it fails, or the next one does. */
  public void probe() {
    lastWrite = System.nanoTime() - silenceNanos - 1;
    wake();
  }

  /** Writes the client's events soon. */
  public void wake() {
    if (wakes.getAndIncrement() == 0) {
      takeTurn();
    }
  }

  /** Ends the stream; the client can resume after what it has received. */
  void end(End reason) {
    if (end.compareAndSet(null, reason)) {
      wake();
    }
  }

  /** Why the stream ended, or null while it is open. */
  public End reason() {
    return end.get();
  }

  /** How many bytes the client is behind. */
  public long behind() {
    return cursor.behind(hub.buffer());
  }

  public boolean isClosed() {
    return end.get() != null;
  }

  /**
   * Ends the stream because the client's session is over, and says so.
   *
   * @param reason a word for why, or null
   */
  public void endSession(String reason) {
    sessionEnd = reason;
    end(End.SESSION);
  }

  /** Ends the stream because the client has gone, or has been told that it must. */
  public void leave() {
    end(End.CLIENT);
  }

  /** Ends the stream because the client does not read. */
  public void giveUp() {
    end(End.SLOW);
  }

  /** Ends the stream because the server is stopping. */
  public void close() {
    end(End.SHUTDOWN);
  }

  /** Takes one turn: at most one write, so that clients alternate. */
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
      // Such as a full heap. The next event or tick wakes the client again. Rethrown, the error
      // would keep the broadcaster from notifying the remaining clients
      wakes.set(0);
      LOG.log(
          Level.WARNING,
          "A stream could not be queued for its turn; the next event or tick will queue it",
          e);
    }
  }

  private boolean turn() {
    long began = System.nanoTime();
    try {
      boolean more = cursor.write(hub, output);
      putAside();
      if (output.flush()) {
        lastWrite = System.nanoTime();
      } else if (isIdleTooLong()) {
        cursor.heartbeat(output);
        output.flush();
        lastWrite = System.nanoTime();
      }
      return more;
    } catch (IOException e) {
      LOG.log(Level.FINE, "A client has disconnected", e);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, "A stream failed and ended; its client will resume", e);
    }
    end.compareAndSet(null, System.nanoTime() - began > STALLED_AFTER ? End.SLOW : End.CLIENT);
    return false;
  }

  private void putAside() throws IOException {
    if (aside.get() != null) {
      output.put(aside.getAndSet(null));
    }
  }

  private static byte[] joined(byte[] waiting, byte[] frame, int most) {
    if (waiting == null || waiting.length > most) {
      return waiting == null ? frame : waiting;
    }
    var both = Arrays.copyOf(waiting, waiting.length + frame.length);
    System.arraycopy(frame, 0, both, waiting.length, frame.length);
    return both;
  }

  private void finish() {
    if (!finished) {
      finished = true;
      if (reason() == End.SESSION) {
        sayThatTheSessionIsOver();
      }
      output.close();
      onEnd.accept(this);
    }
  }

  private void sayThatTheSessionIsOver() {
    try {
      var why = sessionEnd == null ? "" : ",\"reason\":\"" + sessionEnd + "\"";
      output.put(output.framing().notice("session", "{\"ended\":true" + why + "}"));
      output.flush();
    } catch (IOException e) {
      LOG.log(Level.FINE, "A client has disconnected", e);
    }
  }

  private boolean isTooSlow() {
    long behind = behind();
    return behind > BURST * maxLag || behind > maxLag && isStalled();
  }

  /** Whether it has been waiting for its turn, or been in it, for too long. */
  private boolean isStalled() {
    return wakes.get() != 0 && System.nanoTime() - turnDue > STALLED_AFTER;
  }

  private boolean isIdleTooLong() {
    return System.nanoTime() - lastWrite > silenceNanos || cursor.isWaiting();
  }
}
