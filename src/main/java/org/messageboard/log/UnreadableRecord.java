package org.messageboard.log;

/**
 * A record that is not a message.
 *
 * @param record as it came
 * @param reason why it is none, a sentence
 */
public record UnreadableRecord(KafkaRecord record, String reason) {}
