package org.messageboard.posting;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.messageboard.board.Text;

/**
 * What Alertmanager sends to a webhook, and Grafana in the same form, as the text of a message: a
 * line for each alert. See Alertmanager's documentation, "webhook_config".
 */
final class Alerts {

  /** Room for the last line. */
  private static final int RESERVE = 20;

  private Alerts() {}

  /** Whether it is such a notification. */
  static boolean are(Map<String, JsonValue> json) {
    return json.get("alerts") instanceof JsonArray alerts && !alerts.isEmpty();
  }

  /**
   * The text.
   *
   * @param json a notification
   * @param max maximum number of code points
   */
  static String text(Map<String, JsonValue> json, int max) {
    var alerts = json.get("alerts").asJsonArray();
    var text = new StringBuilder();
    for (int i = 0; i < alerts.size(); i++) {
      var line = line(alerts.get(i));
      boolean isLast = i == alerts.size() - 1;
      if (Text.length(text + line) > (isLast ? max : max - RESERVE)) {
        return text.append("and ").append(alerts.size() - i).append(" more").toString();
      }
      text.append(line).append(isLast ? "" : "\n");
    }
    return text.toString();
  }

  /** Such as {@code **Firing** DiskFull: The disk of db1 is full}. */
  private static String line(JsonValue value) {
    var alert = value instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    var status = first(alert, "firing", "status");
    var name = first(object(alert, "labels"), "Alert", "alertname");
    var summary = first(object(alert, "annotations"), "", "summary", "description", "message");
    var head = "**" + status.substring(0, 1).toUpperCase(Locale.ROOT) + status.substring(1) + "**";
    return head + " " + name + (summary.isEmpty() ? "" : ": " + summary);
  }

  private static JsonObject object(JsonObject alert, String name) {
    return alert.get(name) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
  }

  /** The first of these members that says something, in one line. */
  private static String first(JsonObject object, String otherwise, String... names) {
    return List.of(names).stream()
        .map(object::get)
        .filter(JsonString.class::isInstance)
        .map(text -> line(((JsonString) text).getString()))
        .filter(text -> !Text.isInvisible(text))
        .findFirst()
        .orElse(otherwise);
  }

  /** Without what a message may not have. */
  private static String line(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .filter(c -> Character.getType(c) != Character.SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString()
        .strip();
  }
}
