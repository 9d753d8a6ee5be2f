package org.messageboard.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.messageboard.it.Board;

/** What Kafka's log says, read with a plain consumer of no group. */
final class TopicLog {

  private static final Set<String> FIELDS =
      Set.of("type", "id", "channel", "author", "content", "timestamp");

  private final String bootstrapServers;
  private final Map<String, Set<String>> earlier = new HashMap<>();

  TopicLog(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** By channel, the ids of its messages in order, each once, those of deleted topics first. */
  Map<String, List<String>> channels() {
    var channels = new HashMap<String, Set<String>>();
    earlier.forEach((channel, ids) -> channels.put(channel, new LinkedHashSet<>(ids)));
    read("message-board", record -> add(record, channels));
    var lists = new HashMap<String, List<String>>();
    channels.forEach((channel, ids) -> lists.put(channel, List.copyOf(ids)));
    return lists;
  }

  /** To be called before the topic is deleted: what it has will still have been. */
  void keep() {
    channels().forEach((channel, ids) -> earlier.put(channel, new LinkedHashSet<>(ids)));
  }

  /** Gives every record that the topic has now, partition by partition in order. */
  void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    var settings = Map.<String, Object>of("bootstrap.servers", bootstrapServers);
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      var open = new ArrayList<>(partitions);
      while (!open.isEmpty()) {
        consumer.poll(Duration.ofMillis(200)).forEach(reader);
        open.removeIf(p -> consumer.position(p) >= ends.get(p));
      }
    }
  }

  private static void add(ConsumerRecord<byte[], byte[]> record, Map<String, Set<String>> to) {
    var message = message(record.value());
    if (message != null && message.keySet().equals(FIELDS)) {
      to.computeIfAbsent(message.getString("channel"), c -> new LinkedHashSet<>())
          .add(message.getString("id"));
    }
  }

  /** Null for poison. */
  private static JsonObject message(byte[] value) {
    try {
      return value == null ? null : Board.json(new String(value, UTF_8));
    } catch (JsonException e) {
      return null;
    }
  }
}
