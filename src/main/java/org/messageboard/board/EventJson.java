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
 * channel}, {@code owner} and, if a moderator did it, {@code moderator}, then the event's own
 * members, then {@code event} (its own id) and {@code timestamp}.
 */
final class EventJson {

  private static final Pattern TIMESTAMP = Pattern.compile("[0-9TZ:.+-]{1,40}");

  /** Any emoji that a later version may know: nothing that JSON escapes, and no space. */
  private static final Pattern EMOJI = Pattern.compile("[^\\s\\p{Cc}\"\\\\]{1,40}");

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

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
              if (event.moderator()) {
                json.write(MessageJson.MODERATOR, true);
              }
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
      case Pinned.TYPE -> pinned(json, false);
      case Pinned.WITHDRAWN -> pinned(json, true);
      case Restricted.TYPE -> restricted(json, restriction(json));
      case Restricted.LIFTED -> restricted(json, null);
      case Reported.TYPE -> reported(json);
      case Closed.TYPE -> closed(json);
      case WebhookChanged.TYPE -> webhookChanged(json, matching(json, "hash", HASH));
      case WebhookChanged.REVOKED -> webhookChanged(json, "");
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
    return new Deleted(
        origin(json),
        uuid(json, "id"),
        by,
        optional(json, "reason"),
        optional(json, "by"),
        json.get("erased") == JsonValue.TRUE && by.equals(Deleted.MODERATOR));
  }

  private static Pinned pinned(Map<String, JsonValue> json, boolean withdrawn)
      throws UnreadableRecordException {
    return new Pinned(origin(json), uuid(json, "id"), MessageJson.required(json, "by"), withdrawn);
  }

  private static Restricted restricted(Map<String, JsonValue> json, Restriction restriction)
      throws UnreadableRecordException {
    return new Restricted(
        origin(json), member(json), restriction, MessageJson.required(json, "by"));
  }

  private static Restriction restriction(Map<String, JsonValue> json)
      throws UnreadableRecordException {
    return new Restriction(
        MessageJson.required(json, "kind"),
        json.containsKey("until") ? matching(json, "until", TIMESTAMP) : null,
        MessageJson.required(json, "reason"));
  }

  private static Reported reported(Map<String, JsonValue> json) throws UnreadableRecordException {
    return new Reported(
        origin(json),
        uuid(json, "id"),
        uuid(json, "message"),
        json.containsKey("person") ? matching(json, "person", Identity.PERSON) : null,
        MessageJson.required(json, "reason"),
        MessageJson.required(json, "by"));
  }

  private static Closed closed(Map<String, JsonValue> json) throws UnreadableRecordException {
    return new Closed(
        origin(json),
        uuid(json, "id"),
        MessageJson.required(json, "outcome"),
        MessageJson.required(json, "by"));
  }

  private static WebhookChanged webhookChanged(Map<String, JsonValue> json, String hash)
      throws UnreadableRecordException {
    var target = MessageJson.required(json, "target");
    if (!ChannelName.isValid(target) || ChannelName.isPrivate(target)) {
      throw new UnreadableRecordException("The member target must be an open channel.");
    }
    var icon = json.containsKey("icon") ? matching(json, "icon", EMOJI) : null;
    var name = MessageJson.required(json, "name");
    return new WebhookChanged(
        origin(json),
        new Webhook(uuid(json, "id"), target, name, icon, hash),
        MessageJson.required(json, "by"));
  }

  /** The icon of a bot that posted a message; "" without a valid one, null if no bot posted it. */
  static String bot(Map<String, JsonValue> json) {
    if (!(json.get("bot") instanceof JsonObject bot)) {
      return null;
    }
    return bot.get("icon") instanceof JsonString icon && EMOJI.matcher(icon.getString()).matches()
        ? icon.getString()
        : "";
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

  private static String optional(Map<String, JsonValue> json, String name)
      throws UnreadableRecordException {
    return json.containsKey(name) ? MessageJson.required(json, name) : null;
  }

  private static Origin origin(Map<String, JsonValue> json) throws UnreadableRecordException {
    return new Origin(
        uuid(json, "event"),
        MessageJson.channel(json),
        MessageJson.required(json, "owner"),
        matching(json, "timestamp", TIMESTAMP),
        json.get(MessageJson.MODERATOR) == JsonValue.TRUE);
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
