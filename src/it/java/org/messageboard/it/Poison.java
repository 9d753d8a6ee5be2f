package org.messageboard.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Records that are not messages, sent past the board straight into its topic.
 *
 * @param bootstrapServers where Kafka is
 */
record Poison(String bootstrapServers) {

  /** One of every kind; null is a tombstone. */
  static final List<String> VALUES =
      Arrays.asList(
          "not json",
          null,
          "",
          "[]",
          "7",
          "{}",
          "{\"type\":\"message.vanished\",\"id\":\"0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10\"}",
          "{\"id\":\"0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10\",\"channel\":\"general\"}",
          "{\"id\":7,\"channel\":{},\"author\":[],\"content\":null,\"timestamp\":true}",
          "{\"id\":\"" + "x".repeat(900_000) + "\"}");

  void send() throws Exception {
    var settings = Map.<String, Object>of("bootstrap.servers", bootstrapServers);
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (var value : VALUES) {
        var bytes = value == null ? null : value.getBytes(UTF_8);
        producer
            .send(new ProducerRecord<>("message-board", "general".getBytes(UTF_8), bytes))
            .get();
      }
    }
  }

  /** As many small ones at once. */
  void sendMany(int count) {
    var settings = Map.<String, Object>of("bootstrap.servers", bootstrapServers);
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        producer.send(
            new ProducerRecord<>("message-board", "general".getBytes(UTF_8), new byte[] {'x'}));
      }
    }
  }

  /** The reasons of the dead letters, once there are as many as were sent, or the limit passed. */
  List<String> deadLetters(Duration limit) {
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers", bootstrapServers,
            "group.id", "test",
            "auto.offset.reset", "earliest");
    var reasons = new ArrayList<String>();
    long end = System.nanoTime() + limit.toNanos();
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of("message-board.dead-letters"));
      while (reasons.size() < VALUES.size() && System.nanoTime() < end) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(r -> reasons.add(new String(r.headers().lastHeader("reason").value(), UTF_8)));
      }
    }
    return reasons;
  }
}
