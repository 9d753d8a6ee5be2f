package org.messageboard.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.messageboard.board.Origin;
import org.messageboard.kafka.KafkaClients;
import org.messageboard.log.TopicConsumers;

/**
 * The topic of each {@link Step}: compacted, so that it has the newest count of each channel and
 * window, which it keeps for as long as the step says. One partition each, and one reader that
 * needs no group. Used by one thread.
 */
final class StatisticsTopics implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Map<String, Object> ADMIN =
      Map.of(
          AdminClientConfig.CLIENT_ID_CONFIG, "message-board-statistics-admin",
          AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000,
          AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
  private static final Map<String, Object> CONSUMER =
      Map.of(
          ConsumerConfig.CLIENT_ID_CONFIG,
          "message-board-statistics-reader",
          ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
          500);

  private final Consumer<byte[], byte[]> consumer;
  private final StatisticsRows rows;
  private final Map<TopicPartition, Long> ends;

  /**
   * Begins to read the topics, which exist, from their beginnings.
   *
   * @throws KafkaException while Kafka does not answer
   */
  StatisticsTopics(KafkaClients clients, StatisticsRows rows) {
    this.rows = rows;
    var partitions = Stream.of(Step.values()).map(step -> new TopicPartition(step.topic(), 0));
    var assigned = partitions.toList();
    consumer = new TopicConsumers(clients).open(CONSUMER);
    try {
      consumer.assign(assigned);
      consumer.seekToBeginning(assigned);
      ends = consumer.endOffsets(assigned);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /**
   * Creates those that are missing.
   *
   * @throws KafkaException if that is not possible now
   */
  static void create(KafkaClients clients, short replication) throws InterruptedException {
    try (var admin = Admin.create(clients.settings(ADMIN))) {
      var existing = admin.listTopics().names().get();
      for (var step : Step.values()) {
        if (!existing.contains(step.topic())) {
          admin.createTopics(List.of(topic(step, replication))).all().get();
        }
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new KafkaException("The topics of the statistics cannot be created.", e.getCause());
      }
      // Another server creates them at this moment
      create(clients, replication);
    }
  }

  private static NewTopic topic(Step step, short replication) {
    var kept = Long.toString(step.kept().toMillis());
    var segment = Long.toString(Math.min(step.kept().toMillis(), Duration.ofDays(7).toMillis()));
    return new NewTopic(step.topic(), 1, replication)
        .configs(
            Map.of(
                "cleanup.policy",
                "compact,delete",
                "retention.ms",
                kept,
                "segment.ms",
                segment,
                "min.insync.replicas",
                Integer.toString(Math.max(1, replication - 1))));
  }

  /**
   * Takes over what is new, for which it waits half a second.
   *
   * @throws KafkaException if Kafka fails for good; open another one
   */
  void poll() {
    var now = Instant.parse(Origin.stamp());
    for (var record : consumer.poll(POLL)) {
      if (record.key() != null) {
        var key = new String(record.key(), UTF_8);
        rows.put(step(record.topic()), key, Tally.parse(record.value()), now);
      }
    }
    rows.trim(now);
    if (!rows.isComplete() && ends.keySet().stream().allMatch(this::isRead)) {
      rows.complete();
    }
  }

  private boolean isRead(TopicPartition partition) {
    return consumer.position(partition, POLL) >= ends.get(partition);
  }

  private static Step step(String topic) {
    return Stream.of(Step.values()).filter(s -> s.topic().equals(topic)).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
