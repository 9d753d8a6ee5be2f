package org.messageboard.board;

import jakarta.json.Json;
import java.util.Optional;

/**
 * Finds members in a message's canonical JSON without parsing it. Quotes inside a JSON string are
 * escaped, so a quoted member name never matches inside one.
 */
public final class MessageFields {

  private static final String POSITION = "{\"position\":\"";
  private static final String ID = "\"id\":\"";
  private static final String CHANNEL = "\",\"channel\":\"";
  private static final String TIMESTAMP = ",\"timestamp\":\"";

  private MessageFields() {}

  /** The substring that every message by this author contains, and no other message. */
  public static String authorMember(String author) {
    return ",\"author\":" + Json.createValue(author) + ",";
  }

  /**
   * The message as the board has it, with its position and original timestamp; empty if the board
   * has a different message under this id.
   *
   * @param json the board's message with this message's id
   */
  public static Optional<Message> standing(String json, Message message) {
    if (json.contains(",\"revision\":") || json.contains(",\"deleted\":true,")) {
      // What was posted is gone, so nobody can tell whether it was the same
      return Optional.of(message.as(positionOf(json), message.timestamp()));
    }
    var tail = MessageJson.tail(message);
    var beforeTimestamp = tail.substring(0, tail.lastIndexOf(TIMESTAMP));
    int start = POSITION.length();
    int end = json.indexOf('"', start);
    if (!json.startsWith(POSITION) || !json.startsWith("\"," + beforeTimestamp + TIMESTAMP, end)) {
      return Optional.empty();
    }
    var timestamp = json.substring(json.lastIndexOf(TIMESTAMP) + TIMESTAMP.length());
    return Optional.of(
        message.as(json.substring(start, end), timestamp.substring(0, timestamp.indexOf('"'))));
  }

  /** The message's position, as text. */
  public static String positionOf(String json) {
    return json.substring(POSITION.length(), json.indexOf('"', POSITION.length()));
  }

  /** Whether the message has this id. */
  public static boolean hasId(String json, String id) {
    return json.contains(",\"id\":\"" + id + "\",\"channel\":");
  }

  /** The message's id. */
  public static String id(String json) {
    int start = json.indexOf(ID) + ID.length();
    return json.substring(start, json.indexOf('"', start));
  }

  /** The message with another position. */
  public static String at(Position position, String json) {
    return POSITION + position + json.substring(json.indexOf('"', POSITION.length()));
  }

  /** The message's channel. */
  public static String channel(String json) {
    int start = json.indexOf(CHANNEL) + CHANNEL.length();
    return json.substring(start, json.indexOf('"', start));
  }
}
