package org.messageboard.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Which records are dead letters already. A repair reads records again and asks here, so that each
 * becomes a dead letter only once. The dead letters are read at the first question about a topic,
 * which is rare. Each takes one bit: at most an eighth of a byte for every record that the topic
 * ever had, and some hundred bytes for a letter far from all others. Used by one thread.
 */
public final class KeptDeadLetters {

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int EMPTY_POLLS = 20;

  /** How many offsets share a bit set. */
  private static final int BLOCK = 4096;

  /** A range of {@value #BLOCK} offsets of a partition. */
  private record Block(int partition, long number) {}

  private final Function<String, Consumer<byte[], byte[]>> consumers;
  private final Map<Block, BitSet> blocks = new HashMap<>();
  private String topicId;

  /**
   * @param consumers opens a consumer with this client id
   */
  KeptDeadLetters(Function<String, Consumer<byte[], byte[]>> consumers) {
    this.consumers = consumers;
  }

  /** Whether this record of the topic is a dead letter already. */
  public boolean has(String topicId, KafkaRecord record) {
    if (!topicId.equals(this.topicId)) {
      blocks.clear();
      read(topicId);
      this.topicId = topicId;
    }
    var set = blocks.get(new Block(record.partition(), record.offset() / BLOCK));
    return set != null && set.get((int) (record.offset() % BLOCK));
  }

  private void read(String topicId) {
    try (var consumer = consumers.apply("message-board-dead-letters-reader")) {
      var partitions =
          consumer.partitionsFor(Topic.DEAD_LETTERS).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      readToEnd(topicId, consumer, consumer.endOffsets(partitions));
    }
  }

  private void readToEnd(
      String topicId, Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    int idle = 0;
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      var letters = consumer.poll(POLL);
      letters.forEach(letter -> keep(topicId, letter));
      idle = letters.nextOffsets().isEmpty() ? idle + 1 : 0;
      if (idle > EMPTY_POLLS) {
        throw new IllegalStateException("The dead letters cannot be read to their end.");
      }
    }
  }

  /** Other producers may have written to that topic too. */
  private void keep(String topicId, ConsumerRecord<?, ?> letter) {
    try {
      if (topicId.equals(header(letter, "topic-id"))) {
        long offset = Long.parseUnsignedLong(header(letter, "offset"));
        var block = new Block(Integer.parseInt(header(letter, "partition")), offset / BLOCK);
        blocks.computeIfAbsent(block, b -> new BitSet()).set((int) (offset % BLOCK));
      }
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      // Its headers name no record
    }
  }

  private static String header(ConsumerRecord<?, ?> letter, String name) {
    var header = letter.headers().lastHeader(name);
    return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
  }
}
