package org.messageboard.log;

/**
 * A record that is no event.
 *
 * @param record as it came
 * @param reason a sentence that says why
 */
public record UnreadableRecord(KafkaRecord record, String reason) {}
