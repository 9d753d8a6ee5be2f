package org.messageboard.board;

import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * Where an event other than a message comes from.
 *
 * @param event the event's own id, a UUID: the {@code Idempotency-Key} when one was sent
 * @param channel the channel whose order it is part of
 * @param owner the {@link Identity#subject} of who did it
 * @param timestamp when it was accepted, ISO-8601 in UTC
 */
public record Origin(String event, String channel, String owner, String timestamp) {

  /** Always three digits of a second, so that timestamps sort as texts too. */
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  /** The origin of what somebody does now. */
  public static Origin now(String event, String channel, String owner) {
    return new Origin(event, channel, owner, stamp());
  }

  /** The current time as events have it. */
  public static String stamp() {
    return TIMESTAMP.format(Instant.now());
  }

  /** Writes the members that end every event. */
  void write(JsonGenerator json) {
    json.write("event", event).write("timestamp", timestamp);
  }
}
