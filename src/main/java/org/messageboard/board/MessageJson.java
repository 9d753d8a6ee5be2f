package org.messageboard.board;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.messageboard.board.StrictJson.NotJsonException;

/**
 * A message as JSON. The form is canonical, so that a reader may rely on the order of the members
 * up to {@code content}: {@code position} (once it is known), {@code id}, {@code channel}, {@code
 * author}, {@code content}, {@code timestamp}.
 */
public final class MessageJson {

  /** The value of {@code type} in a record of the topic; a record without one is a message too. */
  static final String TYPE = "message";

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** A name that the stream can use for an event, which is one line (HTML Standard, 9.2.6). */
  private static final Pattern EVENT_TYPE = Pattern.compile("[a-z][a-z0-9.-]{0,31}");

  /** Events of the stream itself, and of a browser's {@code EventSource}. */
  private static final Set<String> OWN_EVENTS = Set.of("reset", "open", "error");

  /** Members that stand first, so that they are found without reading the rest. */
  private static final Set<String> HEAD = Set.of("position", "type", "channel");

  private static final JsonGeneratorFactory GENERATORS = Json.createGeneratorFactory(Map.of());

  private MessageJson() {}

  /** The message as its readers see it; without a position when it has none yet. */
  public static String write(Message message) {
    return object(message, null);
  }

  /** The message as a record of the topic holds it. */
  public static String writeRecord(Message message) {
    return object(message, TYPE);
  }

  /**
   * The event as JSON without its opening brace, ready to follow a position.
   *
   * @param event one without a position
   */
  public static String tail(BoardEvent event) {
    return event instanceof Message message
        ? write(message).substring(1)
        : ((UnknownEvent) event).json();
  }

  /**
   * Reads a record of the topic.
   *
   * @param value what the record holds; null for a tombstone
   * @param maxBytes how large it may be
   * @throws UnreadableRecordException when it is neither a message nor another event of a channel
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
      return event(StrictJson.object(value));
    } catch (NotJsonException e) {
      throw new UnreadableRecordException("The record is not JSON: " + e.getMessage(), e);
    }
  }

  private static BoardEvent event(Map<String, JsonValue> json) throws UnreadableRecordException {
    var type = json.containsKey("type") ? required(json, "type") : TYPE;
    if (TYPE.equals(type)) {
      return message(json);
    }
    if (!EVENT_TYPE.matcher(type).matches() || OWN_EVENTS.contains(type)) {
      throw new UnreadableRecordException(
          "The event type "
              + quoted(type)
              + " cannot be one: use another name of a-z, 0-9, hyphens and dots.");
    }
    return unknown(type, channel(json), json);
  }

  private static UnknownEvent unknown(String type, String channel, Map<String, JsonValue> members) {
    var json = Json.createObjectBuilder().add("type", type).add("channel", channel);
    members.forEach(
        (name, value) -> {
          if (!HEAD.contains(name)) {
            json.add(name, value);
          }
        });
    return new UnknownEvent(channel, json.build().toString().substring(1));
  }

  private static String channel(Map<String, JsonValue> json) throws UnreadableRecordException {
    var channel = required(json, "channel");
    if (!ChannelName.isValid(channel)) {
      throw new UnreadableRecordException(ChannelName.RULE);
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
            required(json, "timestamp"));
    if (!ID.matcher(message.id()).matches()) {
      throw new UnreadableRecordException("id must be a UUID in lower case.");
    }
    return message;
  }

  private static String required(Map<String, JsonValue> json, String name)
      throws UnreadableRecordException {
    if (!json.containsKey(name)) {
      throw new UnreadableRecordException("The member " + name + " is missing.");
    }
    var text = StrictJson.text(json, name, () -> null);
    if (text == null || Text.isBlank(text) || !Text.isWellFormed(text)) {
      throw new UnreadableRecordException("The member " + name + " must be a text, not blank.");
    }
    return text;
  }

  private static String quoted(String text) {
    // It goes into the log, where a line break would begin a line of its own
    var line = text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?");
    return '"' + (line.length() > 40 ? line.substring(0, 40) + "..." : line) + '"';
  }

  private static String object(Message message, String type) {
    var text = new StringWriter(message.content().length() + 200);
    try (JsonGenerator json = GENERATORS.createGenerator(text)) {
      json.writeStartObject();
      if (type != null) {
        json.write("type", type);
      }
      if (message.position() != null) {
        json.write("position", message.position());
      }
      json.write("id", message.id())
          .write("channel", message.channel())
          .write("author", message.author())
          .write("content", message.content())
          .write("timestamp", message.timestamp())
          .writeEnd();
    }
    return text.toString();
  }

  /** A new message id. */
  public static String newId() {
    return UUID.randomUUID().toString();
  }

  /** The id that an {@code Idempotency-Key} stands for, or null when it is not a UUID. */
  public static String idOf(String key) {
    var id = key.toLowerCase(Locale.ROOT);
    return ID.matcher(id).matches() ? id : null;
  }
}
