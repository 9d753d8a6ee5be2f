package org.messageboard.limits;

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
              var message = Board.json(BoardTopic.json(record));
              messages.putIfAbsent(message.getString("id"), Sent.of(message));
            });
    return messages;
  }
}
