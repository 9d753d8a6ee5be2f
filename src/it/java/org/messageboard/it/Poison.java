package org.messageboard.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Records that are not messages, sent past the board straight into its topic.
 *
 * @param bootstrapServers where Kafka is
 */
public record Poison(String bootstrapServers) {

  /** One of every kind; null is a tombstone. */
  public static final List<String> VALUES =
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

  void send() throws ExecutionException, InterruptedException {
    new BoardTopic(bootstrapServers)
        .append(VALUES.stream().map(value -> BoardTopic.record("general", value)).toList());
  }

  /** As many small ones at once. */
  void sendMany(int count) throws ExecutionException, InterruptedException {
    new BoardTopic(bootstrapServers)
        .append(Collections.nCopies(count, BoardTopic.record("general", "x")));
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
