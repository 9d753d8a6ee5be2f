package org.messageboard.archive;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.messageboard.board.Identity;

/**
 * What is exported, line by line. Who owns something is in it as the person's public id: from a
 * subject it could be known who may sign in as whom.
 *
 * @param withHeld whether it has what deleted messages said that are held
 */
record ExportLines(Sql sql, boolean withHeld) {

  /** A channel, its settings if anybody has set them, and its members if it is private. */
  static JsonObject channel(Sql sql, String name) throws SQLException {
    var json = Json.createObjectBuilder();
    json.add("cursor", new ExportCursor(name, 0).toString()).add("type", "channel");
    json.add("channel", name);
    sql.query(
        "SELECT topic, kind, archived, title, locked FROM channel WHERE name = ? AND topic IS NOT NULL",
        row -> {
          json.add("topic", row.getString(1)).add("kind", row.getString(2));
          json.add("archived", row.getBoolean(3));
          if (row.getBoolean(5)) {
            json.add("locked", true);
          }
          return addIfAny(json, "title", row.getString(4));
        },
        name);
    var members = Json.createArrayBuilder();
    sql.query(
            "SELECT person, name FROM member WHERE channel = ? ORDER BY person",
            row -> person(row.getString(1), row.getString(2)),
            name)
        .forEach(members::add);
    var all = members.build();
    return (all.isEmpty() ? json : json.add("members", all)).build();
  }

  private static JsonObjectBuilder person(String id, String name) {
    return Json.createObjectBuilder().add("person", id).add("name", name);
  }

  /** Messages, with all that happened to them. */
  List<JsonObject> messages(List<StoredMessage> messages) throws SQLException {
    var ids = messages.stream().map(StoredMessage::id).toArray(String[]::new);
    var revisions = revisions(ids);
    var reactions = reactions(ids);
    var held = withHeld ? held(ids) : Map.<String, List<JsonObjectBuilder>>of();
    return messages.stream()
        .map(m -> message(m, revisions.get(m.id()), reactions.get(m.id()), held.get(m.id())))
        .toList();
  }

  private static JsonObject message(
      StoredMessage message,
      List<JsonObjectBuilder> revisions,
      List<JsonObjectBuilder> reactions,
      List<JsonObjectBuilder> held) {
    var json = Json.createObjectBuilder();
    json.add("cursor", new ExportCursor(message.channel(), message.place()).toString());
    json.add("type", "message").add("id", message.id()).add("channel", message.channel());
    json.add("author", message.author());
    addIfAny(json, "person", person(message.owner()));
    addIfAny(json, "bot", message.bot());
    addIfAny(json, "imported", message.imported());
    addIfAny(json, "content", message.content());
    addIfAny(json, "replyTo", message.replyTo());
    json.add("timestamp", message.posted());
    if (message.editedAt() != null) {
      json.add("revision", message.revision()).add("editedAt", message.editedAt());
    }
    if (message.isDeleted()) {
      json.add("deleted", true).add("deletedBy", message.deletedBy());
      addIfAny(json, "reason", message.reason());
      if (message.erased()) {
        json.add("erased", true);
      }
    }
    addIfAny(json, "revisions", revisions);
    addIfAny(json, "reactions", reactions);
    addIfAny(json, "held", held);
    return json.build();
  }

  private static String person(String owner) {
    return owner == null ? null : Identity.person(owner);
  }

  private Map<String, List<JsonObjectBuilder>> revisions(String[] ids) throws SQLException {
    return byMessage(
        """
        SELECT message, revision, content, written FROM revision WHERE message = ANY(?::uuid[])
        ORDER BY revision
        """,
        row -> {
          var json = Json.createObjectBuilder().add("revision", row.getInt(2));
          json.add("content", row.getString(3));
          return addIfAny(json, "timestamp", row.getString(4));
        },
        ids);
  }

  private Map<String, List<JsonObjectBuilder>> reactions(String[] ids) throws SQLException {
    return byMessage(
        """
        SELECT message, emoji, owner, name FROM reaction WHERE message = ANY(?::uuid[])
        ORDER BY began, place
        """,
        row ->
            Json.createObjectBuilder()
                .add("emoji", row.getString(2))
                .add("by", row.getString(4))
                .add("person", Identity.person(row.getString(3))),
        ids);
  }

  private Map<String, List<JsonObjectBuilder>> held(String[] ids) throws SQLException {
    return byMessage(
        "SELECT message, content, revisions FROM held WHERE message = ANY(?::uuid[])",
        row ->
            Json.createObjectBuilder()
                .add("content", row.getString(2))
                .add("revisions", StoredText.json(row.getString(3))),
        ids);
  }

  private Map<String, List<JsonObjectBuilder>> byMessage(
      String query, Sql.Row<JsonObjectBuilder> row, String[] ids) throws SQLException {
    return sql
        .query(query, found -> Map.entry(found.getString(1), row.read(found)), (Object) ids)
        .stream()
        .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
  }

  private static JsonObjectBuilder addIfAny(JsonObjectBuilder json, String name, String value) {
    return value == null ? json : json.add(name, value);
  }

  private static void addIfAny(
      JsonObjectBuilder json, String name, List<JsonObjectBuilder> values) {
    if (values != null) {
      JsonArrayBuilder list = Json.createArrayBuilder();
      values.forEach(list::add);
      json.add(name, list);
    }
  }
}
