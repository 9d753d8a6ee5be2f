package org.messageboard.faults;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.Map;

/**
 * A message as somebody knows it, or a channel's settings.
 *
 * @param revision how often it was edited, and one more
 * @param content its content, or null once it was deleted; of a channel, its topic
 * @param reactions how many people reacted with each emoji
 */
record Version(int revision, String content, Map<String, Integer> reactions) {

  static Version of(JsonObject message) {
    return new Version(
        message.getInt("revision", 1), message.getString("content", null), reactions(message));
  }

  /** The settings of a channel, from its event or from Redis. */
  static Version ofChannel(JsonObject settings) {
    return new Version(1, settings.getString("topic"), Map.of());
  }

  /** What stands for a channel among the ids of messages. */
  static String channelId(String name) {
    return "#" + name;
  }

  /** Edits that history has overtaken may come after it; then reactions come again, too. */
  Version newer(Version other) {
    var text = content == null || other.content != null && other.revision < revision ? this : other;
    var counts = text.content == null ? text.reactions : other.reactions;
    return new Version(text.revision, text.content, counts);
  }

  /** The same after a reaction was added or taken back. */
  Version with(String emoji, int count) {
    var counts = new HashMap<>(reactions);
    if (count == 0) {
      counts.remove(emoji);
    } else {
      counts.put(emoji, count);
    }
    return new Version(revision, content, Map.copyOf(counts));
  }

  private static Map<String, Integer> reactions(JsonObject message) {
    var counts = new HashMap<String, Integer>();
    var array = (JsonArray) message.getOrDefault("reactions", JsonValue.EMPTY_JSON_ARRAY);
    array
        .getValuesAs(JsonObject.class)
        .forEach(one -> counts.put(one.getString("emoji"), one.getInt("count")));
    return Map.copyOf(counts);
  }
}
