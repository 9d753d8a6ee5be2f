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
 * @param moderator whether a moderator did it. Clients never get that.
 */
public record Origin(
    String event, String channel, String owner, String timestamp, boolean moderator) {

  /** Always three digits of a second, so that timestamps sort as texts too. */
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  /** What somebody did who is no moderator. */
  public Origin(String event, String channel, String owner, String timestamp) {
    this(event, channel, owner, timestamp, false);
  }

  /** The origin of what somebody does now. */
  public static Origin now(String event, String channel, Identity who) {
    return new Origin(event, channel, who.subject(), stamp(), who.isModerator());
  }

  /** The current time as events have it. */
  public static String stamp() {
    return stamp(Instant.now());
  }

  /** A time as events have it. Those of four-digit years sort as texts. */
  public static String stamp(Instant time) {
    return TIMESTAMP.format(time);
  }

  /** Writes the members that end every event. */
  void write(JsonGenerator json) {
    json.write("event", event).write("timestamp", timestamp);
  }
}
