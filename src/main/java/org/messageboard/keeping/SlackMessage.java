package org.messageboard.keeping;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.messageboard.board.Identity;
import org.messageboard.board.Text;
import org.messageboard.keeping.ImportedMessage.Reaction;

/**
 * A message as Slack exports it. Ids follow from what Slack has: a channel's id and the time of the
 * message, which is unique in it.
 *
 * @param channel Slack's id of the channel
 * @param name the channel's name here
 */
record SlackMessage(String channel, String name, JsonObject json, SlackText text) {

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  /** Of messages that people or programs wrote; the others say who joined and the like. */
  private static final Set<String> WRITTEN =
      Set.of("", "bot_message", "thread_broadcast", "me_message", "file_share");

  private static final int LONGEST_NAME = 200;

  /**
   * Why it is not imported, or null.
   *
   * @param maxContent code points of a message
   */
  String refusal(int maxContent) {
    var content = content();
    if (!json.getString("type", "").equals("message")
        || !WRITTEN.contains(json.getString("subtype", ""))) {
      return "It is no message but says what happened in the channel.";
    }
    if (!json.getString("ts", "").matches("[0-9]{1,10}\\.[0-9]{1,6}")) {
      return "It has no time (ts).";
    }
    if (Text.isInvisible(content) || !Text.isWellFormed(content)) {
      return "It has no text, only files or blocks.";
    }
    return Text.length(content) > maxContent
        ? "It has more than " + maxContent + " characters (board.content.max-length)."
        : null;
  }

  ImportedMessage message() {
    var thread = json.getString("thread_ts", "");
    var user = json.getString("user", "");
    return new ImportedMessage(
        id(json.getString("ts")),
        name,
        author(user),
        user.isEmpty() ? null : person(user),
        user.isEmpty() ? "" : null,
        thread.isEmpty() || thread.equals(json.getString("ts")) ? null : id(thread),
        List.of(new ImportedMessage.Text(content(), time(json.getString("ts")))),
        null,
        reactions());
  }

  private String content() {
    return text.of(json.getString("text", "")).replace("\r", "");
  }

  private String author(String user) {
    var bot =
        json.getString("username", SlackText.member(json, "bot_profile").getString("name", ""));
    var author = user.isEmpty() ? bot : text.name(user);
    var line = author.replaceAll("\\p{Cc}", " ");
    return Text.isInvisible(line) || Text.length(line) > LONGEST_NAME ? "Slack" : line;
  }

  private String id(String time) {
    return Origins.derived("slack " + channel, time);
  }

  /** Nobody here has it: it names the same person in all channels of the workspace. */
  private static String person(String user) {
    return Identity.person("slack " + user);
  }

  private static String time(String ts) {
    var parts = ts.split("\\.");
    long micros = Long.parseLong((parts[1] + "000000").substring(0, 6));
    return TIME.format(Instant.ofEpochSecond(Long.parseLong(parts[0]), micros * 1_000));
  }

  /** Those with emoji that are in Unicode; a workspace may have others of its own. */
  private List<Reaction> reactions() {
    var reactions = new ArrayList<Reaction>();
    if (json.get("reactions") instanceof JsonArray all) {
      for (var reaction : all.getValuesAs(JsonObject.class)) {
        var known = text.emoji().get(reaction.getString("name", "").replaceFirst("::.*", ""));
        if (known != null && reaction.get("users") instanceof JsonArray users) {
          users.getValuesAs(JsonString.class).stream()
              .map(JsonString::getString)
              .forEach(user -> reactions.add(new Reaction(known, text.name(user), person(user))));
        }
      }
    }
    return reactions;
  }
}
