package org.messageboard.board;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Events other than messages as JSON. A record has {@code type}, {@code id} (the message's), {@code
 * channel} and {@code owner}, then the event's own members, then {@code event} (its own id) and
 * {@code timestamp}.
 */
final class EventJson {

  private static final Pattern TIMESTAMP = Pattern.compile("[0-9TZ:.+-]{1,40}");

  /** Any emoji that a later version may know: nothing that JSON escapes, and no space. */
  private static final Pattern EMOJI = Pattern.compile("[^\\s\\p{Cc}\"\\\\]{1,40}");

  private EventJson() {}

  /** Members as JSON, with a closing brace but without an opening one. */
  static String members(Consumer<JsonGenerator> writer) {
    var text = new StringWriter(200);
    try (var json = MessageJson.GENERATORS.createGenerator(text)) {
      json.writeStartObject();
      writer.accept(json);
      json.writeEnd();
    }
    return text.toString().substring(1);
  }

  /** The event as a Kafka record holds it. */
  static String writeRecord(BoardEvent event) {
    var head =
        members(
            json -> {
              json.write("type", event.type());
              if (!event.id().isEmpty()) {
                json.write("id", event.id());
              }
              json.write("channel", event.channel()).write("owner", event.owner());
            });
    return "{" + head.substring(0, head.length() - 1) + "," + event.json();
  }

  /** The event, or null if this version does not know its type. */
  static BoardEvent read(String type, Map<String, JsonValue> json)
      throws UnreadableRecordException {
    return switch (type) {
      case Edited.TYPE -> edited(json);
      case Deleted.TYPE -> deleted(json);
      case Reacted.TYPE -> reacted(json, MessageJson.required(json, "by"));
      case Reacted.WITHDRAWN -> reacted(json, null);
      case ChannelChanged.TYPE ->
          new ChannelChanged(
              origin(json),
              ChannelSettings.read(json),
              MessageJson.required(json, "by"),
              members(json));
      case MemberChanged.JOINED -> memberChanged(json, false);
      case MemberChanged.LEFT -> memberChanged(json, true);
      default -> null;
    };
  }

  private static Edited edited(Map<String, JsonValue> json) throws UnreadableRecordException {
    if (!(json.get("revision") instanceof JsonNumber revision) || revision.intValue() < 2) {
      throw new UnreadableRecordException("/revision must be a number from 2.");
    }
    return new Edited(
        origin(json),
        uuid(json, "id"),
        MessageJson.required(json, "content"),
        mentions(json),
        revision.intValue());
  }

  private static Reacted reacted(Map<String, JsonValue> json, String name)
      throws UnreadableRecordException {
    var emoji = matching(json, "emoji", EMOJI);
    return new Reacted(origin(json), uuid(json, "id"), emoji, name, name == null);
  }

  private static Deleted deleted(Map<String, JsonValue> json) throws UnreadableRecordException {
    var by = MessageJson.required(json, "deletedBy");
    if (!by.equals(Deleted.OWNER) && !by.equals(Deleted.MODERATOR)) {
      throw new UnreadableRecordException("/deletedBy must be owner or moderator.");
    }
    var reason = json.containsKey("reason") ? MessageJson.required(json, "reason") : null;
    return new Deleted(origin(json), uuid(json, "id"), by, reason);
  }

  private static MemberChanged memberChanged(Map<String, JsonValue> json, boolean left)
      throws UnreadableRecordException {
    return new MemberChanged(origin(json), member(json), MessageJson.required(json, "by"), left);
  }

  private static Member member(Map<String, JsonValue> json) throws UnreadableRecordException {
    return new Member(
        matching(json, "person", Identity.PERSON), MessageJson.required(json, "name"));
  }

  /**
   * @param path where it is in the record
   */
  private static Member member(JsonValue json, String path) throws UnreadableRecordException {
    if (!(json instanceof JsonObject member)) {
      throw new UnreadableRecordException(path + " must be an object.");
    }
    try {
      return member(member);
    } catch (UnreadableRecordException e) {
      throw new UnreadableRecordException(path + e.getMessage(), e);
    }
  }

  private static List<Member> members(Map<String, JsonValue> json)
      throws UnreadableRecordException {
    var members = new ArrayList<Member>();
    if (json.get("members") instanceof JsonArray list) {
      for (var each : list) {
        members.add(member(each, "/members/" + members.size()));
      }
    }
    return List.copyOf(members);
  }

  /** The name comes first, so that the script finds the end of each member. */
  static void writeMembers(List<Member> members, JsonGenerator json) {
    if (!members.isEmpty()) {
      json.writeStartArray("members");
      for (var member : members) {
        json.writeStartObject().write("name", member.name()).write("person", member.person());
        json.writeEnd();
      }
      json.writeEnd();
    }
  }

  private static Origin origin(Map<String, JsonValue> json) throws UnreadableRecordException {
    return new Origin(
        uuid(json, "event"),
        MessageJson.channel(json),
        MessageJson.required(json, "owner"),
        matching(json, "timestamp", TIMESTAMP));
  }

  static String uuid(Map<String, JsonValue> json, String name) throws UnreadableRecordException {
    var id = MessageJson.required(json, name);
    if (!id.equals(MessageJson.idOf(id))) {
      throw new UnreadableRecordException("/" + name + " must be a UUID in lower case.");
    }
    return id;
  }

  private static String matching(Map<String, JsonValue> json, String name, Pattern form)
      throws UnreadableRecordException {
    var text = MessageJson.required(json, name);
    if (!form.matcher(text).matches()) {
      throw new UnreadableRecordException("/" + name + " is malformed.");
    }
    return text;
  }

  /** None of another form: an earlier version ignored the member. */
  static List<String> mentions(Map<String, JsonValue> json) {
    return json.get("mentions") instanceof JsonArray names
        ? names.stream()
            .filter(JsonString.class::isInstance)
            .map(name -> ((JsonString) name).getString())
            .filter(Mentions::isName)
            .limit(Mentions.MOST)
            .toList()
        : List.of();
  }
}
