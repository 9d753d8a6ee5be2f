package org.messageboard.projection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.messageboard.platform.Topic;

/**
 * Which records stand among the dead letters already. A repair reads records again, some of which
 * were dead letters before; it asks here, so that each stands there once. Kafka is asked when the
 * first question comes, which it rarely does. Used by one thread.
 */
final class KeptDeadLetters {

  private static final Duration POLL = Duration.ofSeconds(1);

  private final Function<String, Consumer<byte[], byte[]>> consumers;
  private Set<String> places;

  /**
   * @param consumers makes a consumer for a client id
   */
  KeptDeadLetters(Function<String, Consumer<byte[], byte[]>> consumers) {
    this.consumers = consumers;
  }

  /** Whether this record of the topic of this id is a dead letter already. */
  boolean has(String topicId, KafkaRecord record) {
    if (places == null) {
      places = read();
    }
    return places.contains(place(topicId, "" + record.partition(), "" + record.offset()));
  }

  private Set<String> read() {
    var found = new HashSet<String>();
    try (var consumer = consumers.apply("message-board-dead-letters-reader")) {
      var partitions =
          consumer.partitionsFor(Topic.DEAD_LETTERS).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(POLL).forEach(letter -> found.add(place(letter)));
      }
    }
    return found;
  }

  private static String place(ConsumerRecord<?, ?> letter) {
    return place(header(letter, "topic-id"), header(letter, "partition"), header(letter, "offset"));
  }

  private static String place(String topicId, String partition, String offset) {
    return topicId + ":" + partition + ":" + offset;
  }

  private static String header(ConsumerRecord<?, ?> letter, String name) {
    var header = letter.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }
}
