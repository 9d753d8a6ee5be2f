package org.messageboard.marks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.messageboard.board.ChannelName;
import org.messageboard.kafka.KafkaClients;
import org.messageboard.log.TopicConsumers;
import org.messageboard.log.TopicSettings;
import org.messageboard.marks.MarkStore.Move;

/**
 * The newest mark of each person and channel, in a compacted topic: key {@code
 * <subject>/<channel>}, value {@code {"id","count","readAt"}}. Creates the topic and connects when
 * it is first used. Thread-safe.
 */
final class MarkTopic implements AutoCloseable {

  static final String NAME = "message-board.read-marks";

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int EMPTY_POLLS = 10;

  /** Limits of a write, in milliseconds: those of a post. */
  private static final Map<String, Object> PRODUCER =
      Map.of(
          ProducerConfig.CLIENT_ID_CONFIG, "message-board-read-marks",
          ProducerConfig.ACKS_CONFIG, "all",
          ProducerConfig.LINGER_MS_CONFIG, 0,
          ProducerConfig.MAX_BLOCK_MS_CONFIG, 500,
          ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 1_200,
          ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 1_300,
          ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);

  private static final Map<String, Object> ADMIN =
      Map.of(
          AdminClientConfig.CLIENT_ID_CONFIG, "message-board-read-marks-admin",
          AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000,
          AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2_000);

  private final KafkaClients clients;
  private final TopicSettings settings;
  private Producer<byte[], byte[]> producer;

  MarkTopic(KafkaClients clients, TopicSettings settings) {
    this.clients = clients;
    this.settings = settings;
  }

  /** Keeps a mark. The future completes once every in-sync replica has it, or fails within 2 s. */
  CompletableFuture<Void> append(Move move) {
    return append(record(move));
  }

  /** Removes a person's mark of a channel; compaction drops what was there. */
  CompletableFuture<Void> forget(String subject, String channel) {
    return append(new ProducerRecord<>(NAME, key(subject, channel), null));
  }

  private CompletableFuture<Void> append(ProducerRecord<byte[], byte[]> record) {
    var kept = new CompletableFuture<Void>();
    try {
      producer()
          .send(
              record,
              (metadata, error) -> {
                if (error == null) {
                  kept.complete(null);
                } else {
                  kept.completeExceptionally(error);
                }
              });
    } catch (KafkaException e) {
      kept.completeExceptionally(e);
    }
    return kept;
  }

  static ProducerRecord<byte[], byte[]> record(Move move) {
    return new ProducerRecord<>(NAME, key(move.subject(), move.channel()), move.mark().toRecord());
  }

  private static byte[] key(String subject, String channel) {
    return (subject + "/" + channel).getBytes(UTF_8);
  }

  /** The mark of a record; empty if another producer wrote something else. */
  static Optional<Move> parse(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null || record.value() == null) {
      return Optional.empty();
    }
    var key = new String(record.key(), UTF_8);
    int slash = key.lastIndexOf('/');
    var channel = key.substring(slash + 1);
    return ReadMark.parse(record.value())
        .filter(mark -> slash > 0 && ChannelName.isValid(channel))
        .map(mark -> new Move(key.substring(0, slash), channel, mark));
  }

  /**
   * Reads all marks that the topic has now; of a person and channel there may be several.
   *
   * @param each takes those of a poll, up to one that was removed
   * @param removed takes the subject and channel of each that was
   * @throws KafkaException if Kafka does not answer
   */
  void read(Consumer<List<Move>> each, BiConsumer<String, String> removed) {
    create();
    var own = Map.of(ConsumerConfig.CLIENT_ID_CONFIG, "message-board-read-marks-reader");
    try (var consumer = new TopicConsumers(clients).open(own)) {
      var partitions =
          consumer.partitionsFor(NAME).stream()
              .map(p -> new TopicPartition(NAME, p.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new KafkaException("Not every broker knows the new topic " + NAME + " yet.");
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      readTo(consumer.endOffsets(partitions), consumer, each, removed);
    }
  }

  private static void readTo(
      Map<TopicPartition, Long> ends,
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      Consumer<List<Move>> each,
      BiConsumer<String, String> removed) {
    int idle = 0;
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      var records = consumer.poll(POLL);
      var moves = new ArrayList<Move>();
      for (var record : records) {
        parse(record).ifPresent(moves::add);
        if (record.key() != null && record.value() == null) {
          each.accept(List.copyOf(moves));
          moves.clear();
          remove(new String(record.key(), UTF_8), removed);
        }
      }
      each.accept(moves);
      idle = records.nextOffsets().isEmpty() ? idle + 1 : 0;
      if (idle > EMPTY_POLLS) {
        throw new KafkaException("The read marks cannot be read to their end.");
      }
    }
  }

  private static void remove(String key, BiConsumer<String, String> removed) {
    int slash = key.lastIndexOf('/');
    if (slash > 0) {
      removed.accept(key.substring(0, slash), key.substring(slash + 1));
    }
  }

  private synchronized Producer<byte[], byte[]> producer() {
    if (producer == null) {
      create();
      producer =
          new KafkaProducer<>(
              clients.settings(PRODUCER), new ByteArraySerializer(), new ByteArraySerializer());
    }
    return producer;
  }

  /** With other settings than these, marks would be dropped after a while. */
  private void create() {
    var topic =
        new NewTopic(NAME, settings.partitions(), settings.replication())
            .configs(
                Map.of(
                    "cleanup.policy",
                    "compact",
                    "min.insync.replicas",
                    Integer.toString(Math.max(1, settings.replication() - 1))));
    try (var admin = Admin.create(clients.settings(ADMIN))) {
      if (!admin.listTopics().names().get().contains(NAME)) {
        admin.createTopics(List.of(topic)).all().get();
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new KafkaException("The topic of the read marks cannot be created.", e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException(e);
    }
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(1));
    }
  }
}
