package org.messageboard.marks;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObjectBuilder;
import java.util.Optional;
import org.messageboard.board.MessageJson;
import org.messageboard.board.StrictJson;
import org.messageboard.board.StrictJson.NotJsonException;

/**
 * How far a person has read a channel.
 *
 * @param id the last message read
 * @param count messages of the channel read, of all that it ever had
 * @param readAt when, ISO-8601 in UTC with three digits of a second, so that it sorts as a text
 */
record ReadMark(String id, long count, String readAt) {

  /** Parses a record of the topic; empty if it is something else. */
  static Optional<ReadMark> parse(byte[] json) {
    try {
      var members = StrictJson.object(json);
      var id = MessageJson.idOf(String.valueOf(StrictJson.text(members, "id", () -> "")));
      var readAt = StrictJson.text(members, "readAt", () -> null);
      return id != null
              && readAt != null
              && !readAt.contains(" ")
              && members.get("count") instanceof JsonNumber count
          ? Optional.of(new ReadMark(id, Math.max(0, count.longValue()), readAt))
          : Optional.empty();
    } catch (NotJsonException e) {
      return Optional.empty();
    }
  }

  /** As the topic and clients get it. */
  JsonObjectBuilder toJson() {
    return Json.createObjectBuilder().add("id", id).add("count", count).add("readAt", readAt);
  }

  byte[] toRecord() {
    return toJson().build().toString().getBytes(UTF_8);
  }
}
