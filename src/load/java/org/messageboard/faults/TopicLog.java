package org.messageboard.faults;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.messageboard.it.Board;
import org.messageboard.it.BoardTopic;

/** What Kafka's log says. */
final class TopicLog {

  private static final Set<String> FIELDS =
      Set.of("type", "id", "channel", "author", "content", "timestamp");

  private final BoardTopic topic;
  private final Set<String> deleted = new HashSet<>();
  private final Map<String, Set<String>> earlier = new HashMap<>();

  TopicLog(String bootstrapServers) {
    this.topic = new BoardTopic(bootstrapServers);
  }

  /** By channel, the ids of its messages in order, each once, those of deleted topics first. */
  Map<String, List<String>> channels() {
    var channels = new HashMap<String, Set<String>>();
    earlier.forEach((channel, ids) -> channels.put(channel, new LinkedHashSet<>(ids)));
    topic.read(record -> add(record, channels));
    var lists = new HashMap<String, List<String>>();
    channels.forEach((channel, ids) -> lists.put(channel, List.copyOf(ids)));
    return lists;
  }

  /** To be called before the topic is deleted: what it has will still have been. */
  void keep() {
    deleted();
    channels().forEach((channel, ids) -> earlier.put(channel, new LinkedHashSet<>(ids)));
  }

  private static void add(ConsumerRecord<byte[], byte[]> record, Map<String, Set<String>> to) {
    var message = message(record);
    if (message != null && FIELDS.equals(required(message))) {
      to.computeIfAbsent(message.getString("channel"), c -> new LinkedHashSet<>())
          .add(message.getString("id"));
    }
  }

  /** The fields without those that not every message has. */
  private static Set<String> required(JsonObject message) {
    var fields = new HashSet<>(message.keySet());
    fields.removeAll(Set.of("owner", "replyTo"));
    return fields;
  }

  /** The ids of messages that were deleted. */
  Set<String> deleted() {
    topic.read(
        record -> {
          var event = message(record);
          if (event != null && event.getString("type", "").equals("deleted")) {
            deleted.add(event.getString("id"));
          }
        });
    return Set.copyOf(deleted);
  }

  /** Null for poison. */
  private static JsonObject message(ConsumerRecord<byte[], byte[]> record) {
    try {
      var json = BoardTopic.json(record);
      return json == null ? null : Board.json(json);
    } catch (JsonException e) {
      return null;
    }
  }
}
