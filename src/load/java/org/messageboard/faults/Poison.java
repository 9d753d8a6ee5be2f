package org.messageboard.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records that are not messages, each under a key of its own, and where they must end. */
final class Poison {

  private static final String ID = "0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10";

  /** One of every kind; null is a tombstone. */
  private static final List<String> VALUES =
      Arrays.asList(
          "not json",
          null,
          "",
          "[]",
          "7",
          "{}",
          "{\"type\":\"message.vanished\",\"id\":\"" + ID + "\"}",
          "{\"id\":\"" + ID + "\",\"channel\":\"general\"}",
          "{\"id\":7,\"channel\":{},\"author\":[],\"content\":null,\"timestamp\":true}",
          "{\"id\":\"" + "x".repeat(900_000) + "\"}");

  private final Map<String, byte[]> sent = new HashMap<>();
  private final String bootstrapServers;

  Poison(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** Sends one of every kind past the board straight into its topic. */
  void send() throws ExecutionException, InterruptedException {
    var settings = Map.<String, Object>of("bootstrap.servers", bootstrapServers);
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (var value : VALUES) {
        var key = "poison-" + UUID.randomUUID();
        var bytes = value == null ? null : value.getBytes(UTF_8);
        sent.put(key, bytes);
        producer.send(new ProducerRecord<>("message-board", key.getBytes(UTF_8), bytes)).get();
      }
    }
  }

  /** The dead letters are gone with all that Kafka had. */
  void forget() {
    sent.clear();
  }

  /** Keys of all poison sent so far that the dead letters lack, or have without a reason. */
  Set<String> missing(TopicLog log) {
    var missing = new HashSet<>(sent.keySet());
    if (!missing.isEmpty()) {
      log.read(
          "message-board.dead-letters",
          letter -> {
            if (letter.key() != null && isAsItMustBe(letter)) {
              missing.remove(key(letter));
            }
          });
    }
    return missing;
  }

  private boolean isAsItMustBe(ConsumerRecord<byte[], byte[]> letter) {
    var reason = letter.headers().lastHeader("reason");
    var key = key(letter);
    return sent.containsKey(key)
        && Arrays.equals(sent.get(key), letter.value())
        && reason != null
        && new String(reason.value(), UTF_8).endsWith(".");
  }

  private static String key(ConsumerRecord<byte[], byte[]> letter) {
    return new String(letter.key(), UTF_8);
  }
}
