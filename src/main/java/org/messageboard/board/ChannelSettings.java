package org.messageboard.board;

import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.util.Map;

/**
 * What can be set of a channel.
 *
 * @param topic a line of text, may be empty
 * @param kind who may do what in it: {@link #OPEN}, {@link #ANNOUNCEMENT}, {@link #PRIVATE}, {@link
 *     #DIRECT}, or one that a newer version knows
 * @param archived whether nothing can be posted, edited or reacted to in it any more
 * @param locked whether only moderators post, edit and react in it; of open channels
 * @param title what people call the channel; null for one that is called by its name
 */
public record ChannelSettings(
    String topic, String kind, boolean archived, boolean locked, String title) {

  /** Everybody may read and post. */
  public static final String OPEN = "open";

  /** Moderators post; everybody may read and react. */
  public static final String ANNOUNCEMENT = "announcement";

  /** Its members may read and post. */
  public static final String PRIVATE = "private";

  /** The same, and the members never change. */
  public static final String DIRECT = "direct";

  /** Maximum number of code points of a topic. */
  public static final int MAX_TOPIC = 200;

  /** Maximum number of code points of a title. */
  public static final int MAX_TITLE = 80;

  /** Those of a channel for which nobody has set any. */
  public static final ChannelSettings NONE = new ChannelSettings("", OPEN, false, null);

  /** Those of a channel that is not locked. */
  public ChannelSettings(String topic, String kind, boolean archived, String title) {
    this(topic, kind, archived, false, title);
  }

  /** Reads them from a record, or from what Redis has. */
  public static ChannelSettings read(Map<String, JsonValue> json) throws UnreadableRecordException {
    return new ChannelSettings(
        line(json, "topic"),
        MessageJson.required(json, "kind"),
        json.get("archived") == JsonValue.TRUE,
        json.get("locked") == JsonValue.TRUE,
        json.containsKey("title") ? line(json, "title") : null);
  }

  private static String line(Map<String, JsonValue> json, String name)
      throws UnreadableRecordException {
    var text = StrictJson.text(json, name, () -> null);
    if (text == null || !Text.isWellFormed(text)) {
      throw new UnreadableRecordException("/" + name + " must be a text.");
    }
    return text;
  }

  /** Writes them in the order on which {@code judge.lua} relies. */
  void write(JsonGenerator json) {
    json.write("topic", topic).write("kind", kind).write("archived", archived);
    if (locked) {
      json.write("locked", true);
    }
    if (title != null) {
      json.write("title", title);
    }
  }
}
