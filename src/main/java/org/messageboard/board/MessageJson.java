package org.messageboard.board;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.messageboard.board.StrictJson.NotJsonException;

/**
 * Messages as canonical JSON, with the members {@code position} (once it is known), {@code id},
 * {@code channel}, {@code bot} (only if one posted it), {@code author}, {@code imported} (only if
 * it was), {@code content}, {@code mentions} and {@code replyTo} (both only if there are any) and
 * {@code timestamp} in this order. The scripts rely on it.
 */
public final class MessageJson {

  /** The {@code type} of a message in a Kafka record; a record without a type is a message too. */
  static final String TYPE = "message";

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** What a stream can send as the name of an event: a single line (HTML Standard, 9.2.6). */
  private static final Pattern EVENT_TYPE = Pattern.compile("[a-z][a-z0-9.-]{0,31}");

  /** Names that the stream itself and a browser's {@code EventSource} use for their own events. */
  private static final Set<String> RESERVED_TYPES = Set.of("reset", "open", "error");

  private static final String IMPORTED = "imported";
  private static final String OWNER = "owner";
  static final String MODERATOR = "moderator";

  /**
   * Members of an unknown event that are not passed on as they are: those written first, so that
   * they can be found without parsing the rest, and what clients never see of who did it.
   */
  private static final Set<String> NOT_PASSED_ON =
      Set.of("position", "type", "channel", OWNER, MODERATOR);

  static final JsonGeneratorFactory GENERATORS = Json.createGeneratorFactory(Map.of());

  private MessageJson() {}

  /** The message as clients see it: without its owner, and until it has one without a position. */
  public static String write(Message message) {
    return object(message, null);
  }

  /** The event as a Kafka record holds it; not for one of an unknown type. */
  public static String writeRecord(BoardEvent event) {
    return event instanceof Message message ? object(message, TYPE) : EventJson.writeRecord(event);
  }

  /**
   * The event as JSON without its opening brace, ready to follow a position.
   *
   * @param event must not have a position
   */
  public static String tail(BoardEvent event) {
    return event.json();
  }

  /**
   * Parses the value of a Kafka record.
   *
   * @param value null for a tombstone
   * @param maxBytes the largest size that is accepted
   * @throws UnreadableRecordException if it is neither a message nor another event in a channel
   */
  public static BoardEvent readRecord(byte[] value, int maxBytes) throws UnreadableRecordException {
    if (value == null) {
      throw new UnreadableRecordException("The record has no value.");
    }
    if (value.length > maxBytes) {
      throw new UnreadableRecordException(
          "The record has " + value.length + " bytes; at most " + maxBytes + " are allowed.");
    }
    try {
      return readRecord(StrictJson.object(value));
    } catch (NotJsonException e) {
      throw new UnreadableRecordException("The record is not JSON: " + e.getMessage(), e);
    }
  }

  /**
   * Makes an event of a record's members.
   *
   * @throws UnreadableRecordException if they are neither a message's nor another event's
   */
  public static BoardEvent readRecord(Map<String, JsonValue> json)
      throws UnreadableRecordException {
    var type = json.containsKey("type") ? required(json, "type") : TYPE;
    var known = TYPE.equals(type) ? message(json) : EventJson.read(type, json);
    if (known != null) {
      return known;
    }
    if (!EVENT_TYPE.matcher(type).matches() || RESERVED_TYPES.contains(type)) {
      throw new UnreadableRecordException(
          "/type "
              + quoted(type)
              + " is reserved or malformed: use another name of a-z, 0-9, hyphens and dots.");
    }
    return unknown(type, channel(json), json);
  }

  private static UnknownEvent unknown(String type, String channel, Map<String, JsonValue> members) {
    var json = Json.createObjectBuilder().add("type", type).add("channel", channel);
    members.forEach(
        (name, value) -> {
          if (!NOT_PASSED_ON.contains(name)) {
            json.add(name, value);
          }
        });
    return new UnknownEvent(channel, json.build().toString().substring(1));
  }

  static String channel(Map<String, JsonValue> json) throws UnreadableRecordException {
    var channel = required(json, "channel");
    if (!ChannelName.isValid(channel)) {
      throw new UnreadableRecordException("/" + ChannelName.RULE);
    }
    return channel;
  }

  private static Message message(Map<String, JsonValue> json) throws UnreadableRecordException {
    var message =
        new Message(
            null,
            required(json, "id"),
            channel(json),
            required(json, "author"),
            required(json, "content"),
            required(json, "timestamp"),
            owner(json),
            replyTo(json),
            EventJson.mentions(json),
            json.get(MODERATOR) == JsonValue.TRUE,
            EventJson.bot(json),
            imported(json));
    if (!ID.matcher(message.id()).matches()) {
      throw new UnreadableRecordException("/id must be a UUID in lower case.");
    }
    return message;
  }

  /** None if it is no id: an earlier version ignored the member. */
  private static String replyTo(Map<String, JsonValue> json) {
    var id = StrictJson.text(json, "replyTo", () -> "");
    return id == null || !ID.matcher(id).matches() ? null : id;
  }

  /** None if it is not a text: earlier versions read such records, as they ignored the member. */
  private static String owner(Map<String, JsonValue> json) {
    var owner = StrictJson.text(json, OWNER, () -> null);
    return owner == null || owner.isEmpty() || !Text.isWellFormed(owner) ? null : owner;
  }

  private static String imported(Map<String, JsonValue> json) {
    var by = StrictJson.text(json, IMPORTED, () -> null);
    return by == null || !Text.isWellFormed(by) ? null : by;
  }

  static String required(Map<String, JsonValue> json, String name)
      throws UnreadableRecordException {
    if (!json.containsKey(name)) {
      throw new UnreadableRecordException("/" + name + " is missing.");
    }
    var text = StrictJson.text(json, name, () -> null);
    if (text == null || Text.isBlank(text) || !Text.isWellFormed(text)) {
      throw new UnreadableRecordException("/" + name + " must be a text, not blank.");
    }
    return text;
  }

  private static String quoted(String text) {
    // A line break would start a new line in the log
    var line = text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?");
    return '"' + (line.length() > 40 ? line.substring(0, 40) + "..." : line) + '"';
  }

  private static String object(Message message, String type) {
    var text = new StringWriter(200);
    try (JsonGenerator json = GENERATORS.createGenerator(text)) {
      json.writeStartObject();
      if (type != null) {
        json.write("type", type);
      }
      if (message.position() != null) {
        json.write("position", message.position());
      }
      json.write("id", message.id()).write("channel", message.channel());
      writeBot(message.bot(), json);
      json.write("author", message.author());
      if (message.imported() != null) {
        json.write(IMPORTED, message.imported());
      }
      if (message.content() != null) {
        json.write("content", message.content());
      }
      writeMentions(message.mentions(), json);
      if (message.replyTo() != null) {
        json.write("replyTo", message.replyTo());
      }
      json.write("timestamp", message.timestamp());
      if (type != null && message.owner() != null) {
        json.write(OWNER, message.owner());
      }
      if (type != null && message.moderator()) {
        json.write(MODERATOR, true);
      }
      json.writeEnd();
    }
    return text.toString();
  }

  private static void writeBot(String icon, JsonGenerator json) {
    if (icon != null) {
      json.writeStartObject("bot");
      if (!icon.isEmpty()) {
        json.write("icon", icon);
      }
      json.writeEnd();
    }
  }

  static void writeMentions(List<String> mentions, JsonGenerator json) {
    if (!mentions.isEmpty()) {
      json.writeStartArray("mentions");
      mentions.forEach(json::write);
      json.writeEnd();
    }
  }

  /** A new message id. */
  public static String newId() {
    return UUID.randomUUID().toString();
  }

  /** The message id for an {@code Idempotency-Key}, or null if the key is not a UUID. */
  public static String idOf(String key) {
    var id = key.toLowerCase(Locale.ROOT);
    return ID.matcher(id).matches() ? id : null;
  }
}
