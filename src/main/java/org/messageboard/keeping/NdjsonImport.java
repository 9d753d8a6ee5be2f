package org.messageboard.keeping;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.messageboard.board.ChannelName;
import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Deleted;
import org.messageboard.board.Emoji;
import org.messageboard.board.Identity;
import org.messageboard.board.Member;
import org.messageboard.board.MessageJson;
import org.messageboard.board.StrictJson;
import org.messageboard.board.StrictJson.NotJsonException;
import org.messageboard.keeping.ImportedMessage.Deletion;
import org.messageboard.keeping.ImportedMessage.Reaction;
import org.messageboard.keeping.ImportedMessage.Text;

/** Reads what an export wrote. */
final class NdjsonImport {

  /** Says what is wrong with a line, as the end of a sentence about it. */
  private static final class WrongLineException extends Exception {
    private static final long serialVersionUID = 1L;

    WrongLineException(String what) {
      super(what);
    }
  }

  private static final int LONGEST_NAME = 200;

  private final ImportLines lines;
  private final Importer importer;
  private final int maxContent;

  /**
   * @param maxContent code points of a message
   */
  NdjsonImport(InputStream in, Importer importer, int maxContent) {
    this.lines = new ImportLines(in);
    this.importer = importer;
    this.maxContent = maxContent;
  }

  /**
   * Imports all lines.
   *
   * @throws org.messageboard.http.ProblemException status 400 with the line that cannot be read;
   *     all before it are imported
   */
  void run() throws IOException {
    for (byte[] line; (line = lines.next()) != null; ) {
      if (line.length > 0) {
        take(line);
      }
    }
    importer.end();
  }

  private void take(byte[] line) {
    try {
      var json = StrictJson.object(line);
      var type = text(json, "type", 20);
      if (type.equals("channel")) {
        importer.take(channel(json));
      } else if (type.equals("message")) {
        importer.take("line " + lines.number(), message(json));
      } else if (!type.equals("end") && !type.equals("error")) {
        throw new WrongLineException("has the unknown type " + type + ".");
      }
    } catch (NotJsonException e) {
      importer.end();
      throw lines.wrong("must be one valid JSON object.", e);
    } catch (WrongLineException e) {
      importer.end();
      throw lines.wrong(e.getMessage(), e);
    }
  }

  private static ImportedChannel channel(Map<String, JsonValue> json) throws WrongLineException {
    var name = channelName(json);
    if (!json.containsKey("kind")) {
      return new ImportedChannel(name);
    }
    var settings =
        new ChannelSettings(
            line(json, "topic", ChannelSettings.MAX_TOPIC),
            text(json, "kind", 40),
            json.get("archived") == JsonValue.TRUE,
            json.get("locked") == JsonValue.TRUE,
            json.containsKey("title") ? text(json, "title", ChannelSettings.MAX_TITLE) : null);
    var members = new ArrayList<Member>();
    for (var each : list(json, "members")) {
      members.add(new Member(person(each, "person"), text(each, "name", LONGEST_NAME)));
    }
    return new ImportedChannel(name, settings, members);
  }

  private ImportedMessage message(Map<String, JsonValue> json) throws WrongLineException {
    var deletion = deletion(json);
    var reactions = new ArrayList<Reaction>();
    for (var each : list(json, "reactions")) {
      reactions.add(
          new Reaction(emoji(each), text(each, "by", LONGEST_NAME), person(each, "person")));
    }
    return new ImportedMessage(
        id(json, "id"),
        channelName(json),
        text(json, "author", LONGEST_NAME),
        json.containsKey("person") ? person(json, "person") : null,
        json.containsKey("bot") ? icon(json) : null,
        json.containsKey("replyTo") ? id(json, "replyTo") : null,
        deletion == null
            ? texts(json)
            : List.of(new Text(ImportedMessage.GONE, time(json, "timestamp"))),
        deletion,
        deletion == null ? reactions : List.of());
  }

  /** The earlier revisions, which must be all, and then the present one. */
  private List<Text> texts(Map<String, JsonValue> json) throws WrongLineException {
    var texts = new ArrayList<Text>();
    for (var each : list(json, "revisions")) {
      var since = each.containsKey("timestamp") ? each : json;
      texts.add(new Text(text(each, "content", maxContent), time(since, "timestamp")));
    }
    boolean isEdited = json.containsKey("editedAt");
    texts.add(
        new Text(
            text(json, "content", maxContent), time(json, isEdited ? "editedAt" : "timestamp")));
    int revision = json.get("revision") instanceof JsonNumber number ? number.intValue() : 1;
    if (texts.size() != revision) {
      throw new WrongLineException("must have all revisions before revision " + revision + ".");
    }
    return texts;
  }

  private static Deletion deletion(Map<String, JsonValue> json) throws WrongLineException {
    if (json.get("deleted") != JsonValue.TRUE) {
      return null;
    }
    var by = text(json, "deletedBy", 20);
    boolean isKnown = by.equals(Deleted.OWNER) || by.equals(Deleted.MODERATOR);
    if (!isKnown) {
      throw new WrongLineException("must have deletedBy owner or moderator.");
    }
    var reason = json.containsKey("reason") ? text(json, "reason", 2_000) : null;
    boolean erased = json.get("erased") == JsonValue.TRUE;
    return new Deletion(
        erased || json.containsKey("person") ? by : Deleted.MODERATOR, reason, erased);
  }

  private static List<JsonObject> list(Map<String, JsonValue> json, String name)
      throws WrongLineException {
    var value = json.getOrDefault(name, JsonValue.EMPTY_JSON_ARRAY);
    if (value instanceof JsonArray list && list.stream().allMatch(JsonObject.class::isInstance)) {
      return list.getValuesAs(JsonObject.class);
    }
    throw new WrongLineException("must have a list of objects as " + name + ".");
  }

  private static String channelName(Map<String, JsonValue> json) throws WrongLineException {
    return fitting(
        json, "channel", name -> isOfMessages(name) ? name : null, "the name of a channel");
  }

  private static boolean isOfMessages(String name) {
    return ChannelName.isValid(name) && !name.equals(ChannelName.MODERATION);
  }

  private static String icon(Map<String, JsonValue> json) throws WrongLineException {
    return fitting(
        json,
        "bot",
        icon -> icon.isEmpty() ? icon : Emoji.of(icon).orElse(null),
        "one emoji or nothing");
  }

  private static String id(Map<String, JsonValue> json, String name) throws WrongLineException {
    return fitting(json, name, MessageJson::idOf, "a UUID");
  }

  private static String person(Map<String, JsonValue> json, String name) throws WrongLineException {
    return fitting(
        json,
        name,
        text -> Identity.PERSON.matcher(text).matches() ? text : null,
        "the id of a person");
  }

  private static String emoji(Map<String, JsonValue> json) throws WrongLineException {
    return fitting(json, "emoji", text -> Emoji.of(text).orElse(null), "one emoji");
  }

  private static String time(Map<String, JsonValue> json, String name) throws WrongLineException {
    return fitting(json, name, NdjsonImport::time, "a time in UTC");
  }

  private static String time(String text) {
    try {
      Instant.parse(text);
      return text.length() <= 40 ? text : null;
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static String fitting(
      Map<String, JsonValue> json, String name, Function<String, String> reader, String rule)
      throws WrongLineException {
    var value = json.get(name) instanceof JsonString text ? reader.apply(text.getString()) : null;
    if (value == null) {
      throw new WrongLineException("must have " + rule + " as " + name + ".");
    }
    return value;
  }

  private static String text(Map<String, JsonValue> json, String name, int max)
      throws WrongLineException {
    var text = line(json, name, max);
    if (org.messageboard.board.Text.isInvisible(text)) {
      throw new WrongLineException("must have a text that is not blank as " + name + ".");
    }
    return text;
  }

  private static String line(Map<String, JsonValue> json, String name, int max)
      throws WrongLineException {
    var text = json.get(name) instanceof JsonString value ? value.getString() : null;
    if (text == null
        || !org.messageboard.board.Text.isWellFormed(text)
        || org.messageboard.board.Text.length(text) > max) {
      throw new WrongLineException(
          "must have a text of at most " + max + " characters as " + name + ".");
    }
    return text;
  }
}
