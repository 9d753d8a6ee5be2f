package org.messageboard.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.messageboard.it.Board;
import org.messageboard.it.EmbeddedServices;

/** What Kafka's log of the board says, read with a plain consumer of no group. */
final class Topic {

  private static final String NAME = "message-board";

  private Topic() {}

  /** Every message there is, by id. */
  static Map<String, Sent> messages() {
    var messages = new HashMap<String, Sent>();
    var servers = EmbeddedServices.kafka().bootstrapServers();
    var settings = Map.<String, Object>of("bootstrap.servers", servers);
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(NAME).stream()
              .map(p -> new TopicPartition(NAME, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      var open = new ArrayList<>(partitions);
      while (!open.isEmpty()) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          var message = Board.json(new String(record.value(), UTF_8));
          messages.putIfAbsent(message.getString("id"), Sent.of(message));
        }
        open.removeIf(p -> consumer.position(p) >= ends.get(p));
      }
    }
    return messages;
  }
}
