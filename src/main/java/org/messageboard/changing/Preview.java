package org.messageboard.changing;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Set;
import org.messageboard.board.Deleted;
import org.messageboard.board.Edited;
import org.messageboard.board.Reacted;
import org.messageboard.writing.Standing;

/** A message as it will be once an event has been applied, if the event counts. */
final class Preview {

  private static final Set<String> CONTENT =
      Set.of("content", "mentions", "revision", "editedAt", "reactions");

  private Preview() {}

  static String of(Edited edit, Standing message) {
    var json = without(message, Set.of("content", "mentions", "revision", "editedAt"));
    json.add("content", edit.content());
    if (!edit.mentions().isEmpty()) {
      json.add("mentions", Json.createArrayBuilder(edit.mentions()));
    }
    return json.add("revision", edit.revision())
        .add("editedAt", edit.origin().timestamp())
        .build()
        .toString();
  }

  static String of(Deleted deletion, Standing message) {
    var json = without(message, CONTENT).add("deleted", true).add("deletedBy", deletion.by());
    if (deletion.reason() != null) {
      json.add("reason", deletion.reason());
    }
    return json.build().toString();
  }

  /** The message without the person's reaction, and with it unless it is withdrawn. */
  static String of(Reacted reaction, Standing message) {
    var reactions = Json.createArrayBuilder();
    boolean found = false;
    for (var each : message.reactions()) {
      boolean same = each.getString("emoji").equals(reaction.emoji());
      found |= same;
      add(each, same ? change(each, reaction) : 0, same ? !reaction.withdrawn() : null, reactions);
    }
    if (!found && !reaction.withdrawn()) {
      reactions.add(element(reaction.emoji(), 1, true));
    }
    var built = reactions.build();
    var json = without(message, Set.of("reactions"));
    return (built.isEmpty() ? json : json.add("reactions", built)).build().toString();
  }

  private static int change(JsonObject each, Reacted reaction) {
    boolean before = each.getBoolean("mine", false);
    return (reaction.withdrawn() ? 0 : 1) - (before ? 1 : 0);
  }

  private static void add(JsonObject each, int change, Boolean mine, JsonArrayBuilder reactions) {
    int count = each.getInt("count") + change;
    if (count > 0) {
      boolean isMine = mine == null ? each.getBoolean("mine", false) : mine;
      reactions.add(element(each.getString("emoji"), count, isMine));
    }
  }

  private static JsonObjectBuilder element(String emoji, int count, boolean mine) {
    var json = Json.createObjectBuilder().add("emoji", emoji).add("count", count);
    return mine ? json.add("mine", true) : json;
  }

  private static JsonObjectBuilder without(Standing message, Set<String> members) {
    var json = Json.createObjectBuilder();
    message.json().forEach((name, value) -> addUnless(members.contains(name), name, value, json));
    return json;
  }

  private static void addUnless(
      boolean left, String name, JsonValue value, JsonObjectBuilder json) {
    if (!left) {
      json.add(name, value);
    }
  }
}
