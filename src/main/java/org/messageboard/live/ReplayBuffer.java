package org.messageboard.live;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.messageboard.board.Position;

/**
 * The newest events of one epoch, in order and without a hole. One thread at a time appends; any
 * number read without a lock. An event that fell out at the old end is simply not there any more.
 */
public final class ReplayBuffer {

  /** An event and the bytes that all events up to its end have, for measuring distances. */
  private record Slot(long number, Event event, long end) {}

  /** Where a server stands before it has heard of Redis. */
  static final Position UNKNOWN = new Position("unknown", 0);

  /** Where an empty board stands; its first event is the first of a new epoch. */
  static final Position EMPTY = new Position("none", 0);

  private final String epoch;
  private final long from;
  private final AtomicReferenceArray<Slot> slots;
  private final int mask;
  private final long maxBytes;
  private volatile long head;
  private volatile long tail;
  private volatile long bytes;

  /**
   * @param start the position after which it begins
   * @param from the number with which the epoch began; events up to it were not published
   * @param events how many it keeps; rounded up to a power of two
   * @param maxBytes how many bytes of events it keeps
   */
  ReplayBuffer(Position start, long from, int events, long maxBytes) {
    this.from = from;
    this.epoch = start.epoch();
    this.head = start.number();
    this.tail = start.number();
    this.maxBytes = maxBytes;
    int size = Integer.highestOneBit(Math.max(2, events) - 1) * 2;
    this.slots = new AtomicReferenceArray<>(size);
    this.mask = size - 1;
  }

  String epoch() {
    return epoch;
  }

  /** Whether nothing is known of the board yet. */
  public boolean isUnknown() {
    return epoch.equals(UNKNOWN.epoch());
  }

  /** Whether the board has an epoch, and so had a message. */
  boolean isReal() {
    return !isUnknown() && !epoch.equals(EMPTY.epoch());
  }

  /** Whether this is the position after the newest. */
  boolean isNext(Position position) {
    return position.epoch().equals(epoch) && position.number() == head + 1;
  }

  /** Whether this position is reached already. */
  boolean has(Position position) {
    return position.epoch().equals(epoch) && position.number() <= head;
  }

  /**
   * Whether the board was empty before this epoch, so that whoever saw it empty has missed none.
   */
  boolean isFirst() {
    return from == 0;
  }

  /** Number of the newest event. */
  public long head() {
    return head;
  }

  /** The number before the oldest event that is kept: resuming after it or later is possible. */
  public long tail() {
    return tail;
  }

  /** Bytes of all events up to the newest. */
  long bytes() {
    return bytes;
  }

  /** Bytes of the events that are kept. */
  public long keptBytes() {
    var oldest = slots.get((int) (tail + 1) & mask);
    return oldest == null || oldest.number() != tail + 1
        ? 0
        : bytes - oldest.end() + oldest.event().frame().length;
  }

  public Position newest() {
    return new Position(epoch, head);
  }

  /**
   * Adds the next event.
   *
   * @throws IllegalArgumentException when it is not the next one
   */
  void append(Event event) {
    long number = event.position().number();
    if (number != head + 1) {
      throw new IllegalArgumentException("Event " + number + " does not follow " + head + ".");
    }
    long end = bytes + event.frame().length;
    slots.set((int) number & mask, new Slot(number, event, end));
    if (number - tail > slots.length()) {
      tail++;
    }
    forget(end - maxBytes);
    bytes = end;
    head = number;
  }

  /** The event of this number, or null when it is not kept any more. */
  Event get(long number) {
    var slot = slots.get((int) number & mask);
    return slot != null && slot.number() == number ? slot.event() : null;
  }

  /** Whether another event has this one's number; it is of this epoch. */
  boolean differs(Event event) {
    var held = get(event.position().number());
    return held != null && !Arrays.equals(held.frame(), event.frame());
  }

  /** Bytes of all events up to this number; {@link #bytes()} when it is not kept any more. */
  long bytesTo(long number) {
    var slot = slots.get((int) number & mask);
    return slot != null && slot.number() == number ? slot.end() : bytes;
  }

  /** Forgets the events that begin before this sum of bytes. */
  private void forget(long bytesTo) {
    while (tail + 1 < head) {
      var oldest = slots.get((int) (tail + 1) & mask);
      if (oldest.end() - oldest.event().frame().length >= bytesTo) {
        return;
      }
      tail++;
      slots.set((int) tail & mask, null);
    }
  }
}
