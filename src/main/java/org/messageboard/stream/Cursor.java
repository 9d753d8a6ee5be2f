package org.messageboard.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.messages.Position;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Where one client stands, and what it has to be sent next. Used by one thread at a time; only
 * {@link #behind} and {@link #isWaiting} are asked by others.
 *
 * <p>On the wire: {@code id} alone tells the position without an event, so that even a client that
 * has received nothing yet resumes where it joined; the event {@code reset} tells a client that it
 * cannot go on from where it was.
 */
final class Cursor {

  private static final Logger LOG = Logger.getLogger(Cursor.class.getName());

  /**
   * From where it is measured how far the client falls back.
   *
   * @param bytes of all events of the timeline up to there
   */
  private record Mark(Timeline timeline, long bytes) {}

  /** Bytes of one write, about; a turn of the drain ends with it. */
  private static final int WRITE_BYTES = 64 * 1024;

  private final String channel;
  private final long came = System.nanoTime();

  /**
   * The last event that the client has, or what it asked to resume after; null when it joins now.
   */
  private Position at;

  /** What the client knows as its last event id. */
  private Position told;

  private Timeline timeline;

  /** The event that was the newest when the client came; what follows is live. */
  private long joined;

  /** The fewest bytes that it was behind since it came, or left the log. */
  private long nearest = Long.MAX_VALUE;

  private volatile Mark mark = new Mark(null, 0);

  private volatile boolean waiting = true;

  /**
   * @param after the position to resume after; null to begin with the next event
   * @param channel only events of this channel; null for all
   */
  Cursor(Position after, String channel) {
    this.at = after;
    this.told = after;
    this.channel = channel;
  }

  /** A cursor of a client that begins with what follows this position. */
  static Cursor from(Position newest, String channel) {
    var cursor = new Cursor(null, channel);
    cursor.at = newest;
    return cursor;
  }

  /** Whether the client knew a position when it came, or was told one since. */
  boolean resumes() {
    return told != null;
  }

  /**
   * How many bytes the client has fallen back; 0 while that is not known. Who resumes far back and
   * comes nearer has not fallen back: it is measured from the nearest it has been.
   */
  long behind(Timeline current) {
    var from = mark;
    return waiting || current != from.timeline ? 0 : current.bytes() - from.bytes;
  }

  /** Whether it must look again later although nothing new has come: Redis is to be asked. */
  boolean isWaiting() {
    return waiting;
  }

  /**
   * Puts what comes next into the output, about {@value #WRITE_BYTES} bytes.
   *
   * @return whether there is more
   */
  boolean write(Hub hub, Output output) throws IOException {
    var current = hub.timeline();
    if (current != timeline && !joins(hub, current, output)) {
      return false;
    }
    if (at.number() < timeline.tail()) {
      return fromLog(hub, output);
    }
    return fromMemory(output);
  }

  /** Puts a comment into the output, and the position when it has moved without an event. */
  void heartbeat(Output output) throws IOException {
    output.put(ascii(":\n"));
    if (at != null && timeline != null && !at.equals(told)) {
      tell(output);
    } else {
      output.put(ascii("\n"));
    }
  }

  private boolean joins(Hub hub, Timeline current, Output output) throws IOException {
    try {
      return join(hub, newest(hub, current), output);
    } catch (JedisException e) {
      LOG.log(Level.FINE, "Whether a client is ahead of Redis is not known yet", e);
      waiting = true;
      return false;
    }
  }

  /** The timeline, for a client whose epoch may have begun without this server's knowing yet. */
  private Timeline newest(Hub hub, Timeline current) {
    if (timeline == null && at != null && !at.epoch().equals(current.epoch())) {
      hub.catchUpSince(came);
    }
    return hub.timeline();
  }

  /** Finds its place in another timeline; false when it cannot be known yet. */
  private boolean join(Hub hub, Timeline current, Output output) throws IOException {
    if (current.isUnknown()) {
      return false;
    }
    boolean resumes = resumes() && timeline == null;
    if (at == null) {
      at = current.newest();
    } else if (at.epoch().equals(Timeline.EMPTY.epoch()) && current.isReal() && current.isFirst()) {
      at = new Position(current.epoch(), 0);
    } else if (!at.epoch().equals(current.epoch()) || isAhead(hub, current)) {
      if (hub.isFilling() || !current.isReal() && at.number() > 0) {
        // Its epoch ends when Redis has been filled: until then it is not known where it goes on
        waiting = true;
        return false;
      }
      reset(current, output);
    }
    if (told == null) {
      tell(output);
    }
    joined = resumes ? current.head() : at.number();
    nearest = Long.MAX_VALUE;
    measure(current);
    timeline = current;
    waiting = false;
    return true;
  }

  /** Whether the client knows an event that not even Redis has; another server may be quicker. */
  private boolean isAhead(Hub hub, Timeline current) {
    if (at.number() <= current.head()) {
      return false;
    }
    hub.catchUpTo(at);
    return at.number() > hub.timeline().head();
  }

  private void reset(Timeline current, Output output) throws IOException {
    at = current.newest();
    told = at;
    var data = "{\"position\":\"" + at + "\",\"reason\":\"The position is unknown or too old.\"}";
    output.putReset(ascii("event: reset\nid: " + at + "\ndata: " + data + "\n\n"));
  }

  private void tell(Output output) throws IOException {
    output.put(ascii("id: " + at + "\n\n"));
    told = at;
  }

  private boolean fromMemory(Output output) throws IOException {
    long head = timeline.head();
    long number = at.number();
    while (number < head && output.gathered() < WRITE_BYTES) {
      var event = timeline.get(number + 1);
      if (event == null) {
        // It fell out of memory just now: the log has it
        move(number);
        return true;
      }
      put(event, output);
      number++;
    }
    move(number);
    return number < head;
  }

  private boolean fromLog(Hub hub, Output output) throws IOException {
    try {
      var page = hub.backlog(at.number()).orElse(null);
      waiting = false;
      if (page == null || !page.position().epoch().equals(timeline.epoch())) {
        hub.catchUp();
        // As long as Redis is empty there is nothing to go on with.
        waiting = hub.timeline() == timeline;
        return !waiting;
      }
      long number = at.number();
      for (var json : page.events()) {
        var event = Event.read(json).orElse(null);
        if (event != null && event.position().equals(new Position(timeline.epoch(), number + 1))) {
          put(event, output);
          number++;
        }
      }
      if (number == at.number()) {
        reset(timeline, output);
      } else {
        move(number);
      }
      nearest = Long.MAX_VALUE;
      measure(timeline);
      return true;
    } catch (JedisException e) {
      LOG.log(Level.FINE, "A client's events cannot be read from the log yet", e);
      waiting = true;
      return false;
    }
  }

  private void put(Event event, Output output) throws IOException {
    if (channel == null || channel.equals(event.channel())) {
      output.put(event, event.position().number() > joined);
      told = event.position();
    }
  }

  private void move(long number) {
    if (number != at.number()) {
      at = new Position(timeline.epoch(), number);
      measure(timeline);
    }
  }

  private void measure(Timeline current) {
    long sent = current.bytesTo(at.number());
    nearest = Math.min(nearest, current.bytes() - sent);
    mark = new Mark(current, sent + nearest);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
