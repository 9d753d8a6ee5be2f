package org.messageboard.view;

import org.messageboard.board.BoardEvent;

/**
 * A record of the topic on its way into Redis.
 *
 * @param partition its partition
 * @param before the offset of the record before it: usually one less, further back where Kafka has
 *     a hole
 * @param offset its offset
 * @param event what it holds, or null when it is to be passed over
 * @param parent what the servers that stream it are told of its trace; empty when it is not traced
 */
public record ViewRecord(int partition, long before, long offset, BoardEvent event, String parent) {

  /** The same record, with this offset before it. */
  public ViewRecord after(long other) {
    return new ViewRecord(partition, other, offset, event, parent);
  }
}
