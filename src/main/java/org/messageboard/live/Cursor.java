package org.messageboard.live;

import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.board.Position;

/**
 * A client's position, and what it gets next. Used by one thread at a time; any thread may call
 * {@link #behind} and {@link #isWaiting}.
 */
public final class Cursor {

  private static final Logger LOG = Logger.getLogger(Cursor.class.getName());

  /**
   * The point from which a client's lag is measured.
   *
   * @param bytes total bytes of the buffer's events up to this point
   */
  private record Mark(ReplayBuffer buffer, long bytes) {}

  /** About how many bytes one turn writes. */
  private static final int WRITE_BYTES = 64 * 1024;

  private final Filter filter;
  private final long openedAt = System.nanoTime();

  /** The last event sent or filtered out, or the position to resume after; null before joining. */
  private Position position;

  /** The last event id that the client has. */
  private Position lastSentId;

  private ReplayBuffer buffer;

  /** Number of the newest event when the client joined; later events are live. */
  private long joinedAt;

  /** The smallest lag, in bytes, since the client joined or last read from the log. */
  private long smallestLag = Long.MAX_VALUE;

  private volatile Mark mark = new Mark(null, 0);
  private volatile boolean waiting = true;

  /**
   * @param after the position to resume after; null to begin with the next event
   * @param filter which events the client gets; null for all of the open channels
   */
  public Cursor(Position after, Filter filter) {
    this.position = after;
    this.lastSentId = after;
    this.filter = filter == null ? Filter.OPEN : filter;
  }

  /** The cursor of a new client that gets the events after this position. */
  public static Cursor from(Position newest, Filter filter) {
    var cursor = new Cursor(null, filter);
    cursor.position = newest;
    return cursor;
  }

  /** Whether the client has a position to resume from. */
  public boolean resumes() {
    return lastSentId != null;
  }

  /**
   * How many bytes the client has fallen behind; 0 while that is unknown. A client that resumes far
   * back and catches up has not fallen behind: its lag counts from the smallest it has had.
   */
  long behind(ReplayBuffer current) {
    var from = mark;
    return waiting || current != from.buffer ? 0 : current.bytes() - from.bytes;
  }

  /** Whether the client must retry without a new event, because the log could not be read. */
  boolean isWaiting() {
    return waiting;
  }

  /**
   * Writes the client's next events, about {@value #WRITE_BYTES} bytes.
   *
   * @return whether there are more
   */
  boolean write(Hub hub, Output output) throws IOException {
    if (!knowsReader()) {
      return false;
    }
    var current = hub.buffer();
    if (current != buffer && !joinNewest(hub, current, output)) {
      return false;
    }
    return position.number() < buffer.tail() ? writeFromLog(hub, output) : writeFromBuffer(output);
  }

  /** Until it is known what the client may see, nothing is sent and nothing is passed over. */
  private boolean knowsReader() {
    try {
      filter.reader().load();
      return true;
    } catch (EventLog.AwayException e) {
      LOG.log(Level.FINE, "It is not known yet what a client may see", e);
      waiting = true;
      return false;
    }
  }

  /** Writes a heartbeat, and the position if it has changed without an event. */
  void heartbeat(Output output) throws IOException {
    output.put(output.framing().heartbeat());
    if (position != null && buffer != null && !position.equals(lastSentId)) {
      sendPosition(output);
    }
  }

  private boolean joinNewest(Hub hub, ReplayBuffer current, Output output) throws IOException {
    try {
      return join(hub, refresh(hub, current), output);
    } catch (EventLog.AwayException e) {
      LOG.log(Level.FINE, "It is not known yet whether a client is ahead of the log", e);
      waiting = true;
      return false;
    }
  }

  /** The hub's buffer, up to date for a client whose epoch this server may not have noticed yet. */
  private ReplayBuffer refresh(Hub hub, ReplayBuffer current) {
    if (buffer == null && position != null && !position.epoch().equals(current.epoch())) {
      hub.catchUpSince(openedAt);
    }
    return hub.buffer();
  }

  /** Continues in a buffer that is new to the client; false if it is not known yet where. */
  private boolean join(Hub hub, ReplayBuffer current, Output output) throws IOException {
    if (current.isUnknown()) {
      return false;
    }
    boolean resumes = resumes() && buffer == null;
    if (!findPosition(hub, current, output)) {
      waiting = true;
      return false;
    }
    if (lastSentId == null) {
      sendPosition(output);
    }
    joinedAt = resumes ? current.head() : position.number();
    resetLag(current);
    buffer = current;
    waiting = false;
    return true;
  }

  /** Finds the position in the buffer to continue after; false if it is not known yet. */
  private boolean findPosition(Hub hub, ReplayBuffer current, Output output) throws IOException {
    if (position == null) {
      position = current.newest();
    } else if (isFirstEpochAfterEmptyBoard(current)) {
      position = new Position(current.epoch(), 0);
    } else if (!position.epoch().equals(current.epoch()) || isAhead(hub, current)) {
      if (mustWaitForEpoch(hub, current)) {
        return false;
      }
      reset(current, output);
    }
    return true;
  }

  /** Whether the client saw the board empty, and so has missed nothing of its first epoch. */
  private boolean isFirstEpochAfterEmptyBoard(ReplayBuffer current) {
    return position.epoch().equals(ReplayBuffer.EMPTY.epoch())
        && current.hasEpoch()
        && current.isFirstEpoch();
  }

  /** Whether the next epoch is still to come: it begins when the view is complete again. */
  private boolean mustWaitForEpoch(Hub hub, ReplayBuffer current) {
    return hub.isFilling() || !current.hasEpoch() && position.number() > 0;
  }

  /** Whether the client has an event that even the log lacks; another server may be ahead. */
  private boolean isAhead(Hub hub, ReplayBuffer current) {
    if (position.number() <= current.head()) {
      return false;
    }
    hub.catchUpTo(position);
    return position.number() > hub.buffer().head();
  }

  private void reset(ReplayBuffer current, Output output) throws IOException {
    position = current.newest();
    lastSentId = position;
    output.putReset(position);
  }

  private void sendPosition(Output output) throws IOException {
    output.put(output.framing().position(position));
    lastSentId = position;
  }

  private boolean writeFromBuffer(Output output) throws IOException {
    long head = buffer.head();
    long number = position.number();
    while (number < head && output.gathered() < WRITE_BYTES) {
      var event = buffer.get(number + 1);
      if (event == null) {
        // It has just dropped out of the buffer: read it from the log
        moveTo(number);
        return true;
      }
      put(event, output);
      number++;
    }
    moveTo(number);
    return number < head;
  }

  private boolean writeFromLog(Hub hub, Output output) throws IOException {
    try {
      var page = hub.backlog(position.number()).orElse(null);
      waiting = false;
      if (page == null || !page.position().epoch().equals(buffer.epoch())) {
        hub.catchUp();
        // While the log is empty, there is nothing to continue with
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
    long number = position.number();
    for (var json : page.after() <= number ? page.events() : List.<byte[]>of()) {
      var event = hub.event(json).orElse(null);
      if (event != null && event.position().epoch().equals(buffer.epoch())) {
        put(event, output);
        number = event.position().number();
      }
    }
    if (number == position.number()) {
      reset(buffer, output);
    } else {
      moveTo(number);
    }
    resetLag(buffer);
  }

  private void put(Event event, Output output) throws IOException {
    if (!event.isGone() && filter.passes(event)) {
      output.put(event, event.position().number() > joinedAt);
      lastSentId = event.position();
    }
  }

  private void moveTo(long number) {
    if (number != position.number()) {
      position = new Position(buffer.epoch(), number);
      updateLag(buffer);
    }
  }

  /** Measures the lag afresh from the current position. */
  private void resetLag(ReplayBuffer current) {
    smallestLag = Long.MAX_VALUE;
    updateLag(current);
  }

  private void updateLag(ReplayBuffer current) {
    long sent = current.bytesTo(position.number());
    smallestLag = Math.min(smallestLag, current.bytes() - sent);
    mark = new Mark(current, sent + smallestLag);
  }
}
