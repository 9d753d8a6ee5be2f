package org.messageboard.live;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.board.Position;

/**
 * Where one client stands, and what it gets next. Used by one thread at a time; any thread may call
 * {@link #behind} and {@link #isWaiting}.
 */
public final class Cursor {

  private static final Logger LOG = Logger.getLogger(Cursor.class.getName());

  /**
   * The point from which the client's lag is measured.
   *
   * @param bytes of all events of the buffer up to there
   */
  private record Mark(ReplayBuffer buffer, long bytes) {}

  /** About how many bytes one turn of the drain writes. */
  private static final int WRITE_BYTES = 64 * 1024;

  private final String channel;
  private final long opened = System.nanoTime();

  /** The last event sent, or the position to resume after; null until a new client joins. */
  private Position at;

  /** The last event id that the client has. */
  private Position lastSentId;

  private ReplayBuffer buffer;

  /** The newest event when the client joined; the events after it are live. */
  private long joined;

  /** The smallest lag, in bytes, since the client joined or last read from the log. */
  private long smallestLag = Long.MAX_VALUE;

  private volatile Mark mark = new Mark(null, 0);
  private volatile boolean waiting = true;

  /**
   * @param after the position to resume after; null to begin with the next event
   * @param channel only events of this channel; null for all
   */
  public Cursor(Position after, String channel) {
    this.at = after;
    this.lastSentId = after;
    this.channel = channel;
  }

  /** A cursor of a new client, which gets the events after this position. */
  public static Cursor from(Position newest, String channel) {
    var cursor = new Cursor(null, channel);
    cursor.at = newest;
    return cursor;
  }

  /** Whether the client has a position to resume from. */
  public boolean resumes() {
    return lastSentId != null;
  }

  /**
   * How many bytes the client has fallen back; 0 while that is unknown. A client that resumes far
   * back and catches up has not fallen back: its lag counts from the smallest it has had.
   */
  long behind(ReplayBuffer current) {
    var from = mark;
    return waiting || current != from.buffer ? 0 : current.bytes() - from.bytes;
  }

  /** Whether it must try again although nothing new has come, because the log has to be read. */
  boolean isWaiting() {
    return waiting;
  }

  /**
   * Writes the client's next events, about {@value #WRITE_BYTES} bytes.
   *
   * @return whether there are more
   */
  boolean write(Hub hub, Output output) throws IOException {
    var current = hub.buffer();
    if (current != buffer && !joinNewest(hub, current, output)) {
      return false;
    }
    return at.number() < buffer.tail() ? writeFromLog(hub, output) : writeFromBuffer(output);
  }

  /** Writes a sign of life, and the position when it has moved without an event. */
  void heartbeat(Hub hub, Output output) throws IOException {
    output.put(hub.framing().heartbeat());
    if (at != null && buffer != null && !at.equals(lastSentId)) {
      sendPosition(hub, output);
    }
  }

  private boolean joinNewest(Hub hub, ReplayBuffer current, Output output) throws IOException {
    try {
      return join(hub, newest(hub, current), output);
    } catch (EventLog.AwayException e) {
      LOG.log(Level.FINE, "Whether a client is ahead of the log is not known yet", e);
      waiting = true;
      return false;
    }
  }

  /** The buffer, for a client whose epoch may have begun without this server's knowing yet. */
  private ReplayBuffer newest(Hub hub, ReplayBuffer current) {
    if (buffer == null && at != null && !at.epoch().equals(current.epoch())) {
      hub.catchUpSince(opened);
    }
    return hub.buffer();
  }

  /** Finds the client's place in a buffer that is new to it; false when that is not known yet. */
  private boolean join(Hub hub, ReplayBuffer current, Output output) throws IOException {
    if (current.isUnknown()) {
      return false;
    }
    boolean resumes = resumes() && buffer == null;
    if (at == null) {
      at = current.newest();
    } else if (startsWith(current)) {
      at = new Position(current.epoch(), 0);
    } else if (!at.epoch().equals(current.epoch()) || isAhead(hub, current)) {
      if (mustWaitForEpoch(hub, current)) {
        waiting = true;
        return false;
      }
      reset(hub, current, output);
    }
    if (lastSentId == null) {
      sendPosition(hub, output);
    }
    joined = resumes ? current.head() : at.number();
    measureAnew(current);
    buffer = current;
    waiting = false;
    return true;
  }

  /** Whether the client saw the board empty, and has missed nothing of its first epoch. */
  private boolean startsWith(ReplayBuffer current) {
    return at.epoch().equals(ReplayBuffer.EMPTY.epoch()) && current.isReal() && current.isFirst();
  }

  /** Whether the client's epoch ends only when the view is whole again. */
  private boolean mustWaitForEpoch(Hub hub, ReplayBuffer current) {
    return hub.isFilling() || !current.isReal() && at.number() > 0;
  }

  /** Whether the client has an event that not even the log has; another server may be faster. */
  private boolean isAhead(Hub hub, ReplayBuffer current) {
    if (at.number() <= current.head()) {
      return false;
    }
    hub.catchUpTo(at);
    return at.number() > hub.buffer().head();
  }

  private void reset(Hub hub, ReplayBuffer current, Output output) throws IOException {
    at = current.newest();
    lastSentId = at;
    output.putReset(hub.framing().reset(at));
  }

  private void sendPosition(Hub hub, Output output) throws IOException {
    output.put(hub.framing().position(at));
    lastSentId = at;
  }

  private boolean writeFromBuffer(Output output) throws IOException {
    long head = buffer.head();
    long number = at.number();
    while (number < head && output.gathered() < WRITE_BYTES) {
      var event = buffer.get(number + 1);
      if (event == null) {
        // It has just fallen out of the buffer: the log has it
        move(number);
        return true;
      }
      put(event, output);
      number++;
    }
    move(number);
    return number < head;
  }

  private boolean writeFromLog(Hub hub, Output output) throws IOException {
    try {
      var page = hub.backlog(at.number()).orElse(null);
      waiting = false;
      if (page == null || !page.position().epoch().equals(buffer.epoch())) {
        hub.catchUp();
        // While the log is empty there is nothing to go on with
        waiting = hub.buffer() == buffer;
        return !waiting;
      }
      writePage(page, hub, output);
      return true;
    } catch (EventLog.AwayException e) {
      LOG.log(Level.FINE, "A client's events cannot be read from the log yet", e);
      waiting = true;
      return false;
    }
  }

  private void writePage(EventLog.Page page, Hub hub, Output output) throws IOException {
    long number = at.number();
    for (var json : page.events()) {
      var event = hub.framing().event(json).orElse(null);
      if (event != null && event.position().equals(new Position(buffer.epoch(), number + 1))) {
        put(event, output);
        number++;
      }
    }
    if (number == at.number()) {
      reset(hub, buffer, output);
    } else {
      move(number);
    }
    measureAnew(buffer);
  }

  private void put(Event event, Output output) throws IOException {
    if (channel == null || channel.equals(event.channel())) {
      output.put(event, event.position().number() > joined);
      lastSentId = event.position();
    }
  }

  private void move(long number) {
    if (number != at.number()) {
      at = new Position(buffer.epoch(), number);
      measure(buffer);
    }
  }

  /** Measures the lag anew from where the client stands. */
  private void measureAnew(ReplayBuffer current) {
    smallestLag = Long.MAX_VALUE;
    measure(current);
  }

  private void measure(ReplayBuffer current) {
    long sent = current.bytesTo(at.number());
    smallestLag = Math.min(smallestLag, current.bytes() - sent);
    mark = new Mark(current, sent + smallestLag);
  }
}
