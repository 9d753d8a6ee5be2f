package org.messageboard.faults;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.messageboard.dev.Await;

/**
 * Who leads and who follows in Kafka.
 *
 * @param bootstrapServers where Kafka is
 */
record Brokers(String bootstrapServers) {

  private static final String TOPIC = "message-board";
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int ANSWER_SECONDS = 10;

  /** The id of the broker that leads the partition of the topic with the most records. */
  int busiestLeader() {
    try (var admin = admin()) {
      var topic = describe(admin, List.of(TOPIC)).get(0);
      var ends =
          admin
              .listOffsets(
                  topic.partitions().stream()
                      .collect(
                          toMap(
                              p -> new TopicPartition(TOPIC, p.partition()),
                              p -> OffsetSpec.latest())))
              .all()
              .get(ANSWER_SECONDS, TimeUnit.SECONDS);
      var busiest =
          topic.partitions().stream()
              .max(
                  Comparator.comparing(
                      p -> ends.get(new TopicPartition(TOPIC, p.partition())).offset()))
              .orElseThrow();
      return busiest.leader().id();
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("Kafka does not say who leads.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while Kafka was asked who leads.", e);
    }
  }

  /** Returns once every replica of every topic is in sync. */
  void awaitInSync() {
    try (var admin = admin()) {
      if (!Await.until(() -> inSync(admin), LIMIT)) {
        throw new AssertionError("Not every replica came back in sync within " + LIMIT + ".");
      }
    }
  }

  private static boolean inSync(Admin admin) {
    try {
      var names =
          admin
              .listTopics(new ListTopicsOptions().listInternal(true))
              .names()
              .get(ANSWER_SECONDS, TimeUnit.SECONDS);
      return describe(admin, List.copyOf(names)).stream()
          .flatMap(topic -> topic.partitions().stream())
          .allMatch(p -> p.leader() != null && p.isr().size() == p.replicas().size());
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static List<TopicDescription> describe(Admin admin, List<String> topics)
      throws ExecutionException, InterruptedException, TimeoutException {
    return List.copyOf(
        admin
            .describeTopics(topics)
            .allTopicNames()
            .get(ANSWER_SECONDS, TimeUnit.SECONDS)
            .values());
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }
}
