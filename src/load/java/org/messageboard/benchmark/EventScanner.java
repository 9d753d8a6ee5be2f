package org.messageboard.benchmark;

import java.nio.ByteBuffer;

/**
 * Reads the events of one client from its body, which may come in any pieces: it counts them, and
 * sees by their numbers which are missing and which came twice.
 *
 * <p>Of the wire format (HTML Standard, section 9.2.6) it knows what the board uses: fields {@code
 * id} and {@code data}, the event {@code reset}, lines that end with a line feed.
 */
final class EventScanner {

  /** Precedes the time in a message's text; nothing before it in the JSON has one. */
  static final char STAMP = '@';

  /** Digits of a time. */
  static final int STAMP_DIGITS = 16;

  private static final int NUMBER = "id: ".length();

  private final Tally tally;
  private final boolean wholeBoard;
  private final boolean sampled;

  private ByteBuffer begun = Bytes.buffer(64);
  private int stampAt;

  private long id = -1;
  private boolean hasData;
  private boolean isReset;

  private String epoch = "";
  private long last = -1;
  private long events;
  private long missing;
  private long doubled;
  private long resets;

  /**
   * @param wholeBoard whether numbers must follow each other without a gap
   * @param sampled whether to read the time that each event carries
   */
  EventScanner(Tally tally, boolean wholeBoard, boolean sampled) {
    this.tally = tally;
    this.wholeBoard = wholeBoard;
    this.sampled = sampled;
  }

  /**
   * Takes the next bytes of the body, from the buffer's position to its limit.
   *
   * @param in in little-endian order
   */
  void scan(ByteBuffer in) {
    int start = in.position();
    int to = in.limit();
    int end = Bytes.newline(in, start, to);
    if (end >= 0 && begun.position() > 0) {
      keep(in, start, end);
      line(begun, 0, begun.position());
      begun.clear();
      start = end + 1;
      end = Bytes.newline(in, start, to);
    }
    while (end >= 0) {
      line(in, start, end);
      start = end + 1;
      end = Bytes.newline(in, start, to);
    }
    keep(in, start, to);
  }

  /** Another connection goes on; half an event of the one before does not count. */
  void reconnected() {
    begun.clear();
    id = -1;
    hasData = false;
    isReset = false;
  }

  /** Whether the client knows its position. */
  boolean hasJoined() {
    return last >= 0;
  }

  /** The number of the newest event; -1 before the client has joined. */
  long last() {
    return last;
  }

  /** What a client that comes back gives as its last event id. */
  String lastEventId() {
    return epoch + ":" + last;
  }

  long events() {
    return events;
  }

  /** Numbers that were left out. */
  long missing() {
    return missing;
  }

  /** Events that were there before. */
  long doubled() {
    return doubled;
  }

  long resets() {
    return resets;
  }

  private void line(ByteBuffer in, int from, int to) {
    if (from == to) {
      endOfEvent();
      return;
    }
    switch (in.get(from)) {
      case 'i' -> position(in, from + NUMBER, to);
      case 'd' -> data(in, from, to);
      case 'e' -> isReset = true;
      default -> {} // a comment, or the time to wait before coming back
    }
  }

  private void position(ByteBuffer in, int from, int to) {
    int at = Bytes.indexOf(':', in, from, to);
    if (last <= 0 || isReset) {
      epoch = Bytes.text(in, from, at);
    }
    id = Bytes.number(in, at + 1, to);
  }

  private void data(ByteBuffer in, int from, int to) {
    hasData = true;
    if (!sampled) {
      return;
    }
    int at = from + stampAt;
    if (at + STAMP_DIGITS >= to || in.get(at) != STAMP) {
      at = Bytes.indexOf(STAMP, in, from, to);
      stampAt = at - from;
    }
    if (at + STAMP_DIGITS < to) {
      tally.arrived(Bytes.number(in, at + 1, at + 1 + STAMP_DIGITS), Clock.now());
    }
  }

  private void endOfEvent() {
    if (isReset) {
      resets++;
    } else if (hasData) {
      event();
    }
    if (id >= 0) {
      last = isReset ? id : Math.max(last, id);
    }
    id = -1;
    hasData = false;
    isReset = false;
  }

  private void event() {
    if (id <= last) {
      doubled++;
      return;
    }
    if (wholeBoard) {
      missing += id - last - 1;
    }
    events++;
    tally.count();
  }

  private void keep(ByteBuffer in, int from, int to) {
    int length = to - from;
    if (length == 0) {
      return;
    }
    if (begun.remaining() < length) {
      begun = Bytes.buffer(2 * (begun.position() + length)).put(begun.flip());
    }
    begun.put(begun.position(), in, from, length);
    begun.position(begun.position() + length);
  }
}
