package org.messageboard.keeping;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;

/** A line of an export for people to read. */
record MarkdownLine(JsonObject line) {

  @Override
  public String toString() {
    return switch (line.getString("type")) {
      case "channel" -> channel();
      case "message" -> message();
      case "end" -> "---\n\n" + line.get("messages") + " messages\n";
      default -> "---\n\nCut off: " + line.getString("detail") + "\n";
    };
  }

  private String channel() {
    var topic = line.getString("topic", "");
    var title = line.getString("title", "");
    var name = title.isEmpty() ? line.getString("channel") : oneLine(title);
    return "# " + name + "\n\n" + (topic.isEmpty() ? "" : oneLine(topic) + "\n\n");
  }

  private String message() {
    return "**%s** %s%s%s\n\n%s\n\n%s"
        .formatted(
            oneLine(line.getString("author")),
            line.getString("timestamp"),
            line.containsKey("editedAt") ? " (edited " + line.getString("editedAt") + ")" : "",
            line.containsKey("replyTo") ? " (a reply to " + line.getString("replyTo") + ")" : "",
            line.containsKey("deleted") ? deletion() : line.getString("content"),
            reactions());
  }

  private String deletion() {
    var reason = line.containsKey("reason") ? ": " + oneLine(line.getString("reason")) : "";
    return "*deleted by its " + line.getString("deletedBy") + reason + "*";
  }

  private String reactions() {
    var counts =
        line
            .getOrDefault("reactions", JsonValue.EMPTY_JSON_ARRAY)
            .asJsonArray()
            .getValuesAs(JsonObject.class)
            .stream()
            .collect(groupingBy(r -> r.getString("emoji"), LinkedHashMap::new, counting()));
    return counts.isEmpty()
        ? ""
        : counts.entrySet().stream()
            .map(count -> count.getKey() + " " + count.getValue())
            .collect(joining(", ", "", "\n\n"));
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\R", " ");
  }
}
