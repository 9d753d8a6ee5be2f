package org.messageboard.messages;

import jakarta.json.Json;

/**
 * Finds members in a message's canonical JSON without reading it. Inside a text every quote is
 * escaped, so a quoted member name cannot be part of one.
 */
final class MessageFields {

  private MessageFields() {}

  /** The text that every message of this author contains, and no other. */
  static String authorMember(String author) {
    return ",\"author\":" + Json.createValue(author) + ",\"content\":";
  }

  /** Whether the message has this id. */
  static boolean hasId(String json, String id) {
    return json.contains(",\"id\":\"" + id + "\",\"channel\":");
  }
}
