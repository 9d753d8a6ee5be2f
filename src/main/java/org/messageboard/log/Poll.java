package org.messageboard.log;

import java.util.List;

/**
 * The result of one poll.
 *
 * @param records in each partition's order, with holes; often empty
 */
public record Poll(List<KafkaRecord> records) {

  static final Poll NOTHING = new Poll(List.of());
}
