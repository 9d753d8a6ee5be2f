package org.messageboard.log;

import java.util.List;

/**
 * What one poll of the topic brought.
 *
 * @param records in the order of each partition, holes included; often none
 */
public record Poll(List<KafkaRecord> records) {

  static final Poll NOTHING = new Poll(List.of());
}
