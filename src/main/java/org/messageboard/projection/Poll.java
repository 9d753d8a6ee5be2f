package org.messageboard.projection;

import java.util.List;

/**
 * What one poll of the topic brought.
 *
 * @param records in the order of each partition, holes included; often none
 */
record Poll(List<KafkaRecord> records) {

  static final Poll NOTHING = new Poll(List.of());
}
