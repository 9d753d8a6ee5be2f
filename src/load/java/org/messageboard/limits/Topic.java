package org.messageboard.limits;

import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import org.messageboard.it.Board;
import org.messageboard.it.BoardTopic;
import org.messageboard.it.EmbeddedServices;

/** What Kafka's log of the board says, read with a plain consumer of no group. */
final class Topic {

  private Topic() {}

  /** Every message there is, by id. */
  static Map<String, Sent> messages() {
    var messages = new HashMap<String, Sent>();
    new BoardTopic(EmbeddedServices.kafka().bootstrapServers())
        .read(
            record -> {
              var json = BoardTopic.json(record);
              var event = json == null ? JsonValue.EMPTY_JSON_OBJECT : Board.json(json);
              if (event.containsKey("content")
                  && event.getString("type", "message").equals("message")) {
                messages.putIfAbsent(event.getString("id"), Sent.of(event));
              }
            });
    return messages;
  }
}
