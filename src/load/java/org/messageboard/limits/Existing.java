package org.messageboard.limits;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Ids and names of what the board has, by the names of the members that have them in its answers:
 * without them most requests would be about nothing. Read it only once nobody adds anything.
 */
final class Existing {

  /** Parameters and members that have what an answer has under another name. */
  private static final Map<String, String> SAME =
      Map.ofEntries(
          Map.entry("people", "person"),
          Map.entry("members", "person"),
          Map.entry("message", "id"),
          Map.entry("replyTo", "id"),
          Map.entry("around", "id"),
          Map.entry("before", "position"),
          Map.entry("after", "position"),
          Map.entry("lastEventId", "position"),
          Map.entry("Last-Event-ID", "position"),
          Map.entry("until", "timestamp"));

  private static final int MOST = 200;

  private final Map<String, List<String>> values = new TreeMap<>();

  void add(String name, String value) {
    var known = values.computeIfAbsent(name, n -> new ArrayList<>());
    if (known.size() < MOST && !known.contains(value)) {
      known.add(value);
    }
  }

  /** Adds all texts in an answer, but for what only good posts are about. */
  void addAll(JsonValue answer) {
    if (answer instanceof JsonArray array) {
      array.forEach(this::addAll);
    } else if (answer instanceof JsonObject object && !isSpared(object)) {
      object.forEach(
          (name, value) -> {
            if (value instanceof JsonString text) {
              add(name, text.getString());
            }
            addAll(value);
          });
    }
  }

  private static boolean isSpared(JsonObject object) {
    return List.of("channel", "name").stream()
        .anyMatch(
            name ->
                object.get(name) instanceof JsonString text
                    && GoodMessage.isSpared(text.getString()));
  }

  /** One of those that fit the parameter or member of this name. */
  Optional<String> of(String name, Pick pick) {
    return Optional.ofNullable(values.get(SAME.getOrDefault(name, name))).map(pick::one);
  }

  @Override
  public String toString() {
    var sizes = new TreeMap<String, Integer>();
    values.forEach((name, all) -> sizes.put(name, all.size()));
    return sizes.toString();
  }
}
