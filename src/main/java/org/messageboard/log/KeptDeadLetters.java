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
 * Which records stand among the dead letters already. A repair reads records again, some of which
 * were dead letters before; it asks here, so that each stands there once. Kafka is asked when the
 * first question about a topic comes, which it rarely does. Of each dead letter of that topic a bit
 * is kept: an eighth of a byte for every record that the topic ever had at most, and some hundred
 * bytes for a letter that stands alone. Used by one thread.
 */
public final class KeptDeadLetters {

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int EMPTY_POLLS = 20;

  /** So many offsets share a set. */
  private static final int BLOCK = 4096;

  /** Offsets of a partition from here on, as many as a block has. */
  private record Block(int partition, long number) {}

  private final Function<String, Consumer<byte[], byte[]>> consumers;
  private final Map<Block, BitSet> blocks = new HashMap<>();
  private String topicId;

  /**
   * @param consumers makes a consumer for a client id
   */
  KeptDeadLetters(Function<String, Consumer<byte[], byte[]>> consumers) {
    this.consumers = consumers;
  }

  /** Whether this record of the topic of this id is a dead letter already. */
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
      var ends = consumer.endOffsets(partitions);
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
  }

  /** Anybody may have written there what the board has not. */
  private void keep(String topicId, ConsumerRecord<?, ?> letter) {
    try {
      if (topicId.equals(header(letter, "topic-id"))) {
        long offset = Long.parseUnsignedLong(header(letter, "offset"));
        var block = new Block(Integer.parseInt(header(letter, "partition")), offset / BLOCK);
        blocks.computeIfAbsent(block, b -> new BitSet()).set((int) (offset % BLOCK));
      }
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      // It names no record
    }
  }

  private static String header(ConsumerRecord<?, ?> letter, String name) {
    var header = letter.headers().lastHeader(name);
    return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
  }
}
