package org.messageboard.keeping;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What people wrote in Slack, as it is written here.
 *
 * @param users by their ids
 * @param channels the names of channels by their ids
 * @param emoji each by its names
 */
record SlackText(
    Map<String, JsonObject> users, Map<String, String> channels, Map<String, String> emoji) {

  /** {@code <@U1>}, {@code <#C1|name>}, {@code <!here>}, {@code <https://...|label>}. */
  private static final Pattern MARK = Pattern.compile("<([@#!]?)([^<>|]+)(?:\\|([^<>]*))?>");

  private static final Pattern SHORTCODE = Pattern.compile(":([a-z0-9_+-]+)(?:::[a-z0-9-]+)?:");

  /** A text. */
  String of(String slack) {
    var text = MARK.matcher(slack).replaceAll(found -> quoted(mark(found)));
    text = SHORTCODE.matcher(text).replaceAll(found -> quoted(shortcode(found)));
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  private static String quoted(String text) {
    return Matcher.quoteReplacement(text);
  }

  private String mark(MatchResult found) {
    var target = found.group(2);
    var label = found.group(3);
    return switch (found.group(1)) {
      case "@" -> "@" + name(target).replace(' ', '.');
      case "#" -> "#" + channels.getOrDefault(target, label == null ? target : label);
      case "!" -> "@" + (label == null ? target : label.replaceFirst("^@", ""));
      default -> label == null || label.equals(target) ? target : label + " (" + target + ")";
    };
  }

  private String shortcode(MatchResult found) {
    return emoji.getOrDefault(found.group(1), found.group());
  }

  /** What somebody is called. */
  String name(String user) {
    var known = users.getOrDefault(user, JsonValue.EMPTY_JSON_OBJECT);
    var shown = member(known, "profile").getString("display_name", "");
    var real = known.getString("real_name", "");
    var name = shown.isBlank() ? real : shown;
    return name.isBlank() ? known.getString("name", user) : name;
  }

  /** A member that is an object, or an empty one. */
  static JsonObject member(JsonObject json, String name) {
    return json.get(name) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
  }
}
