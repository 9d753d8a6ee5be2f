package org.messageboard.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.Map;
import org.messageboard.board.StrictJson;
import org.messageboard.board.StrictJson.NotJsonException;

/**
 * What happened in a window.
 *
 * @param posts messages
 * @param edits edits
 * @param reactions reactions
 * @param people who did any of that
 * @param responses how long first replies took, each where the reply was posted
 */
record Tally(long posts, long edits, long reactions, People people, Responses responses) {

  static final Tally NOTHING = new Tally(0, 0, 0, People.NONE, Responses.NONE);

  private static final String FORM =
      "{\"posts\":%s,\"edits\":%s,\"reactions\":%s,\"people\":%s,\"responses\":%s,\"sketch\":\"%s\"}";

  /**
   * One activity.
   *
   * @param response after how many seconds it was the first reply to a message; -1 if it was none
   */
  static Tally of(Activity activity, long response) {
    return new Tally(
        activity.kind() == Activity.Kind.POST ? 1 : 0,
        activity.kind() == Activity.Kind.EDIT ? 1 : 0,
        activity.kind() == Activity.Kind.REACTION ? 1 : 0,
        activity.person() == 0 ? People.NONE : People.of(activity.person()),
        response < 0 ? Responses.NONE : Responses.of(response));
  }

  /** This and another one: what happened in both. */
  Tally and(Tally other) {
    return new Tally(
        posts + other.posts,
        edits + other.edits,
        reactions + other.reactions,
        people.and(other.people),
        responses.and(other.responses));
  }

  /** How much happened, to compare channels by. */
  long activity() {
    return posts + edits + reactions;
  }

  /** As a record of the statistics' topics and stores. {@code people} is for people who look. */
  byte[] write() {
    var counts = Arrays.toString(responses.counts()).replace(" ", "");
    return FORM.formatted(posts, edits, reactions, people.count(), counts, people.text())
        .getBytes(UTF_8);
  }

  /**
   * What {@link #write} wrote; null if it did not.
   *
   * @param bytes a record's value, or null
   */
  static Tally parse(byte[] bytes) {
    try {
      var members = StrictJson.object(bytes);
      var counts = ((JsonArray) members.get("responses")).getValuesAs(JsonNumber::longValue);
      return new Tally(
          number(members, "posts"),
          number(members, "edits"),
          number(members, "reactions"),
          People.parse(((JsonString) members.get("sketch")).getString()),
          Responses.of(counts.stream().mapToLong(Long::longValue)));
    } catch (NotJsonException | RuntimeException e) {
      return null;
    }
  }

  private static long number(Map<String, JsonValue> members, String name) {
    return ((JsonNumber) members.get(name)).longValue();
  }
}
