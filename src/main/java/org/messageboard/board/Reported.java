package org.messageboard.board;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.stream.JsonGenerator;
import java.util.UUID;

/**
 * Somebody shows a message to the moderators. It is in the channel {@link ChannelName#MODERATION}.
 *
 * @param report the report's id, which follows from who reports which message, so nobody reports
 *     one twice
 * @param message the message's id
 * @param person who posted it, or null if nobody owns it
 * @param by the name of who reports it
 */
public record Reported(
    Origin origin, String report, String message, String person, String reason, String by)
    implements Change {

  static final String TYPE = "reported";

  /** The id of the report of a message by somebody. */
  public static String id(String message, String subject) {
    return UUID.nameUUIDFromBytes(
            Digest.of(("message-board report\n" + message + "\n" + subject).getBytes(UTF_8)))
        .toString();
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(JsonGenerator json) {
    json.write("id", report).write("message", message);
    if (person != null) {
      json.write("person", person);
    }
    json.write("reason", reason).write("by", by);
  }
}
