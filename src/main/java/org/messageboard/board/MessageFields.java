package org.messageboard.board;

import jakarta.json.Json;
import java.util.Optional;

/**
 * Finds members in a message's canonical JSON without reading it. Inside a text every quote is
 * escaped, so a quoted member name cannot be part of one.
 */
public final class MessageFields {

  private static final String POSITION = "{\"position\":\"";
  private static final String TIMESTAMP = ",\"timestamp\":\"";

  private MessageFields() {}

  /** The text that every message of this author contains, and no other. */
  public static String authorMember(String author) {
    return ",\"author\":" + Json.createValue(author) + ",\"content\":";
  }

  /**
   * The message as it stands on the board, with its position and its own timestamp; nothing when
   * that is another one than this.
   *
   * @param json what stands there under this message's id
   */
  public static Optional<Message> standing(String json, Message message) {
    var tail = MessageJson.tail(message);
    var same = tail.substring(0, tail.lastIndexOf(TIMESTAMP));
    int start = POSITION.length();
    int end = json.indexOf('"', start);
    if (!json.startsWith(POSITION) || !json.startsWith("\"," + same + TIMESTAMP, end)) {
      return Optional.empty();
    }
    var timestamp = json.substring(json.lastIndexOf(TIMESTAMP) + TIMESTAMP.length());
    return Optional.of(
        message.as(json.substring(start, end), timestamp.substring(0, timestamp.indexOf('"'))));
  }

  /** Whether the message has this id. */
  public static boolean hasId(String json, String id) {
    return json.contains(",\"id\":\"" + id + "\",\"channel\":");
  }
}
