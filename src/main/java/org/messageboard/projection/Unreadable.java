package org.messageboard.projection;

/**
 * A record that is not a message.
 *
 * @param record as it came
 * @param reason why it is none, a sentence
 */
record Unreadable(KafkaRecord record, String reason) {}
