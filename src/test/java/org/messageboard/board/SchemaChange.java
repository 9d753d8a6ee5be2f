package org.messageboard.board;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * What a later JSON Schema of records takes from an earlier one: a member that becomes required or
 * is of another type, or a member or a definition that is no longer there.
 */
final class SchemaChange {

  private final List<String> breaks = new ArrayList<>();

  private SchemaChange() {}

  /** One line for each; none if all that the earlier schema allows still fits. */
  static List<String> breaks(JsonObject earlier, JsonObject later) {
    var change = new SchemaChange();
    change.compare("", earlier, later);
    var definitions = later.getJsonObject("$defs");
    earlier
        .getJsonObject("$defs")
        .forEach((name, was) -> change.compareMember("/" + name, was, definitions.get(name)));
    return change.breaks;
  }

  private void compareMember(String path, JsonValue was, JsonValue is) {
    if (is == null) {
      breaks.add(path + " is missing");
    } else if (was.asJsonObject().containsKey("properties")) {
      compare(path, was.asJsonObject(), is.asJsonObject());
    } else if (!rule(was).equals(rule(is))) {
      breaks.add(path + " is another type");
    }
  }

  private void compare(String path, JsonObject was, JsonObject is) {
    for (var name : is.getOrDefault("required", JsonValue.EMPTY_JSON_ARRAY).asJsonArray()) {
      if (!was.getOrDefault("required", JsonValue.EMPTY_JSON_ARRAY).asJsonArray().contains(name)) {
        breaks.add(
            (path.isEmpty() ? "/" : path) + " requires " + name.toString().replace("\"", ""));
      }
    }
    var now = is.getOrDefault("properties", JsonValue.EMPTY_JSON_OBJECT).asJsonObject();
    was.getJsonObject("properties")
        .forEach((name, member) -> compareMember(path + "/" + name, member, now.get(name)));
  }

  /** All but the description. */
  private static JsonObject rule(JsonValue member) {
    return Json.createObjectBuilder(member.asJsonObject()).remove("description").build();
  }
}
