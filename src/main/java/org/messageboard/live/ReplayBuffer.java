package org.messageboard.live;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.messageboard.board.Position;

/**
 * The newest events of one epoch, in order and without gaps. One thread at a time appends; any
 * number of threads read without a lock, and do not find events that have been evicted.
 */
public final class ReplayBuffer {

  /** An event, and the total bytes of all events before it, and up to and including it. */
  private record Slot(long number, Event event, long start, long end) {}

  /** The position of a server that has not reached Redis yet. */
  static final Position UNKNOWN = new Position("unknown", 0);

  /** The position of an empty board; its first event begins a new epoch. */
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
   * @param start the position after which the buffer begins
   * @param from the number with which the epoch began; events up to it were not published
   * @param events maximum number of events, rounded up to a power of two
   * @param maxBytes maximum bytes of events
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

  /** Whether nothing is known about the board yet. */
  public boolean isUnknown() {
    return epoch.equals(UNKNOWN.epoch());
  }

  /** Whether the board has an epoch, and so has had an event. */
  boolean hasEpoch() {
    return !isUnknown() && !epoch.equals(EMPTY.epoch());
  }

  /** Whether this is the next position. */
  boolean isNext(Position position) {
    return position.epoch().equals(epoch) && position.number() == head + 1;
  }

  /** Whether the position is a later one of this epoch. */
  boolean isBefore(Position position) {
    return position.epoch().equals(epoch) && position.number() > head;
  }

  boolean hasReached(Position position) {
    return position.epoch().equals(epoch) && position.number() <= head;
  }

  /**
   * Whether the board was empty before this epoch, so that a client that saw it empty has missed
   * nothing.
   */
  boolean isFirstEpoch() {
    return from == 0;
  }

  /** Number of the newest event. */
  public long head() {
    return head;
  }

  /** The number before the oldest event kept: clients can resume after it or a later one. */
  public long tail() {
    return tail;
  }

  /** Total bytes of all events up to the newest, evicted ones included. */
  long bytes() {
    return bytes;
  }

  /** Bytes of the events kept. */
  public long keptBytes() {
    var oldest = slots.get((int) (tail + 1) & mask);
    return oldest == null || oldest.number() != tail + 1 ? 0 : bytes - oldest.start();
  }

  public Position newest() {
    return new Position(epoch, head);
  }

  /** Adds a later event; those between are gone. */
  void appendLater(Event event) {
    while (head + 1 < event.position().number()) {
      append(Event.gone(new Position(epoch, head + 1)));
    }
    append(event);
  }

  /**
   * Adds the next event, and drops the content of those that it replaces.
   *
   * @throws IllegalArgumentException if it is not the next one
   */
  void append(Event event) {
    long number = event.position().number();
    if (number != head + 1) {
      throw new IllegalArgumentException("Event " + number + " does not follow " + head + ".");
    }
    long end = bytes + event.frame().length;
    slots.set((int) number & mask, new Slot(number, event, bytes, end));
    if (number - tail > slots.length()) {
      tail++;
    }
    evict(end - maxBytes);
    bytes = end;
    head = number;
    event.replaces().forEach(this::drop);
  }

  /** Leaves only the number of an event, if it is kept. */
  private void drop(long number) {
    int index = (int) number & mask;
    var slot = slots.get(index);
    if (slot != null && slot.number() == number) {
      slots.set(
          index, new Slot(number, Event.gone(slot.event().position()), slot.start(), slot.end()));
    }
  }

  /** The event with this number, or null if it is no longer kept. */
  Event get(long number) {
    var slot = slots.get((int) number & mask);
    return slot != null && slot.number() == number ? slot.event() : null;
  }

  /** Whether a different event has this event's number. The event must be of this epoch. */
  boolean differs(Event event) {
    var kept = get(event.position().number());
    return kept != null && !kept.isGone() && !Arrays.equals(kept.frame(), event.frame());
  }

  /** Total bytes of all events up to this number; {@link #bytes()} if it is no longer kept. */
  long bytesTo(long number) {
    var slot = slots.get((int) number & mask);
    return slot != null && slot.number() == number ? slot.end() : bytes;
  }

  /** Evicts the events that begin before this total of bytes. */
  private void evict(long bytesTo) {
    while (tail + 1 < head) {
      var oldest = slots.get((int) (tail + 1) & mask);
      if (oldest.start() >= bytesTo) {
        return;
      }
      tail++;
      slots.set((int) tail & mask, null);
    }
  }
}
