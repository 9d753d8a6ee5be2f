package org.messageboard.faults;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.messageboard.dev.Await;

/**
 * What an administrator can do to the board's topic and group.
 *
 * @param bootstrapServers where Kafka is
 */
record KafkaAdmin(String bootstrapServers) {

  private static final String TOPIC = "message-board";
  private static final String GROUP = "message-board";
  private static final int PARTITIONS = 3;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  void offsetsToBeginning() {
    setOffsets(OffsetSpec.earliest());
  }

  void offsetsToEnd() {
    setOffsets(OffsetSpec.latest());
  }

  /** Deletes the topic and creates it; the servers, which look for it, may be quicker. */
  void recreateTopic() throws ExecutionException, InterruptedException {
    try (var admin = admin()) {
      var id = id(admin);
      admin.deleteTopics(List.of(TOPIC)).all().get();
      if (!Await.until(() -> isAnother(admin, id), LIMIT)) {
        throw new AssertionError("The topic was not created again.");
      }
    }
  }

  private static boolean isAnother(Admin admin, String id) {
    try {
      admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
      return true;
    } catch (ExecutionException e) {
      return e.getCause() instanceof TopicExistsException && !id(admin).equals(id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The topic's id, or "none" while there is no topic. */
  private static String id(Admin admin) {
    try {
      return admin.describeTopics(List.of(TOPIC)).allTopicNames().get().get(TOPIC).topicId() + "";
    } catch (ExecutionException e) {
      return "none";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "none";
    }
  }

  /** Kafka refuses while the group has members; those of stopped consumers leave soon. */
  private void setOffsets(OffsetSpec to) {
    try (var admin = admin()) {
      if (!Await.until(() -> trySet(admin, to), LIMIT)) {
        throw new AssertionError("The offsets could not be set.");
      }
    }
  }

  private static boolean trySet(Admin admin, OffsetSpec to) {
    try {
      var offsets =
          admin.listOffsets(partitions(to)).all().get().entrySet().stream()
              .collect(toMap(Map.Entry::getKey, e -> new OffsetAndMetadata(e.getValue().offset())));
      admin.alterConsumerGroupOffsets(GROUP, offsets).all().get();
      return true;
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Map<TopicPartition, OffsetSpec> partitions(OffsetSpec to) {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(p -> new TopicPartition(TOPIC, p))
        .collect(Collectors.toMap(p -> p, p -> to));
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }
}
