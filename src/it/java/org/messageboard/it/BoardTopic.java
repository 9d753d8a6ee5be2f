package org.messageboard.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.messageboard.board.MessageJson;
import org.messageboard.board.UnreadableRecordException;
import org.messageboard.log.KafkaRecord;
import org.messageboard.log.RecordReader;

/**
 * The board's topic, read and written past the board.
 *
 * @param bootstrapServers where Kafka is
 */
public record BoardTopic(String bootstrapServers) {

  private static final String NAME = "message-board";
  private static final RecordReader READER = new RecordReader(Integer.MAX_VALUE);
  private static final String DEAD_LETTERS = NAME + ".dead-letters";

  /**
   * A record for {@link #append}.
   *
   * @param value null for a tombstone
   */
  public static ProducerRecord<byte[], byte[]> record(String key, String value) {
    return new ProducerRecord<>(
        NAME, key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8));
  }

  /** Returns when all of them are in the log. */
  public void append(List<ProducerRecord<byte[], byte[]>> records)
      throws ExecutionException, InterruptedException {
    try (var producer =
        new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
      var sent = new ArrayList<Future<?>>();
      records.forEach(record -> sent.add(producer.send(record)));
      for (var each : sent) {
        each.get();
      }
    }
  }

  /** The event in a record as JSON, in whatever form it was written; null if there is none. */
  public static String json(ConsumerRecord<byte[], byte[]> record) {
    var value = record.value();
    try {
      return value == null || value.length == 0 || value[0] == '{'
          ? text(value)
          : MessageJson.writeRecord(READER.event(KafkaRecord.of(record, record.offset() - 1)));
    } catch (UnreadableRecordException e) {
      return null;
    }
  }

  private static String text(byte[] value) {
    return value == null ? null : new String(value, UTF_8);
  }

  /** Gives every record that the topic has now, partition by partition in order. */
  public void read(Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    read(NAME, reader);
  }

  /** The same of the topic of its dead letters. */
  public void readDeadLetters(Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    read(DEAD_LETTERS, reader);
  }

  private void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    try (var consumer =
        new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
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

  private Map<String, Object> settings() {
    return Map.of("bootstrap.servers", bootstrapServers);
  }
}
