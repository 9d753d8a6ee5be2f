package org.messageboard.view;

import org.messageboard.board.BoardEvent;

/**
 * A Kafka record on its way into Redis.
 *
 * @param before the offset of the record before it: usually one less, smaller where Kafka's offsets
 *     have a hole
 * @param event its event, or null if the record is to be skipped
 * @param parent its {@code traceparent} for the servers that stream it; empty if it is not traced
 */
public record ViewRecord(int partition, long before, long offset, BoardEvent event, String parent) {

  /** A copy with this offset before it. */
  public ViewRecord after(long before) {
    return new ViewRecord(partition, before, offset, event, parent);
  }
}
