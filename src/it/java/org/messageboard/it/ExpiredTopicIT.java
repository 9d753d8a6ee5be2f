package org.messageboard.it;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.messageboard.dev.Await;

/** Kafka's retention has dropped what Redis lost. */
class ExpiredTopicIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MESSAGES = 20;
  private static final int PARTITIONS = 3;

  /** Every check of a consumer is one of these calls. */
  private static final String CALLS =
      "messageboard_redis_operation_seconds_count{operation=\"apply\"}";

  private static final String REPAIRS = "messageboard_gap_repairs_total";
  private static final int CHECKS = 2;

  private static final String DIFFERING = "messageboard_topics_differing";

  /** The end of a partition, as Kafka names it where records are deleted. */
  private static final long END = -1;

  private Services services;

  @AfterEach
  void stop() {
    services.close();
  }

  @Test
  void whatKafkaDoesNotHaveIsLookedForOnceAndWhatComesThenIsThereOnce() throws Exception {
    services = new Services("expired");
    try (var server = services.server("all", Map.of())) {
      server.start();
      var board = server.board();
      post(board, "expired");
      assertThat(Await.until(() -> committed() >= MESSAGES, LIMIT)).isTrue();
      assertThat(board.history()).hasSize(MESSAGES);
      deleteAllRecords();
      services.flushAll();
      assertThat(Await.until(() -> value(board, REPAIRS) == 1, LIMIT)).isTrue();
      double calls = value(board, CALLS);
      assertThat(Await.until(() -> value(board, CALLS) >= calls + CHECKS, LIMIT)).isTrue();
      assertThat(value(board, REPAIRS)).isEqualTo(1);
      assertThat(server.everyLog()).contains("Redis has all that Kafka has; 0 records");
      post(board, "new");
      assertThat(Await.until(() -> board.history().size() == MESSAGES, LIMIT)).isTrue();
      assertThat(board.history()).allMatch(message -> message.getString("content").equals("new"));
      assertThat(board.history()).extracting(m -> m.getString("id")).doesNotHaveDuplicates();
      assertThat(server.everyLog()).doesNotContain("records that the topic no longer has");
    }
  }

  @Test
  void aWipedRedisGetsAllThatKafkaHasLeftThoughTheGroupCommittedLess() throws Exception {
    services = new Services("expired-hole");
    try (var server = services.server("before", Map.of())) {
      server.start();
      post(server.board(), "expired");
      assertThat(Await.until(() -> committed() >= MESSAGES, LIMIT)).isTrue();
    }
    new Poison(services.kafka.bootstrapServers()).send();
    deleteAllRecords();
    retainForSevenDays();
    try (var server = services.server("after", Map.of())) {
      server.start();
      assertThat(Await.until(() -> value(server.board(), DIFFERING) == 1, LIMIT)).isTrue();
      assertThat(server.everyLog())
          .contains("message-board is not as the settings ask for it: retention.ms is 604800000");
      post(server.board(), "left");
      assertThat(Await.until(() -> contents(server.board(), "left"), LIMIT)).isTrue();
      double repairs = value(server.board(), REPAIRS);
      services.flushAll();
      assertThat(Await.until(() -> value(server.board(), REPAIRS) > repairs, LIMIT)).isTrue();
      assertThat(Await.until(() -> contents(server.board(), "left"), LIMIT)).isTrue();
      assertThat(Await.until(() -> new Lag(services.kafka).records() == 0, LIMIT)).isTrue();
    }
  }

  /** Whether that is what the newest messages say. */
  private static boolean contents(Board board, String content) {
    var history = board.history();
    return history.size() >= MESSAGES
        && history.stream().limit(MESSAGES).allMatch(m -> m.getString("content").equals(content));
  }

  private static void post(Board board, String content) {
    for (int i = 0; i < MESSAGES; i++) {
      assertThat(board.post("Ada", content).statusCode()).isEqualTo(202);
    }
  }

  /** How many records the consumers have done with. */
  private long committed() {
    try (var admin = admin()) {
      return admin
          .listConsumerGroupOffsets("message-board")
          .partitionsToOffsetAndMetadata()
          .get()
          .values()
          .stream()
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private void deleteAllRecords() throws Exception {
    try (var admin = admin()) {
      var partitions =
          IntStream.range(0, PARTITIONS)
              .mapToObj(p -> new TopicPartition("message-board", p))
              .collect(toMap(p -> p, p -> RecordsToDelete.beforeOffset(END)));
      admin.deleteRecords(partitions).all().get();
    }
  }

  /** As Kafka keeps the topics that it creates by itself. */
  private void retainForSevenDays() throws Exception {
    var retention = new ConfigEntry("retention.ms", "604800000");
    try (var admin = admin()) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, "message-board"),
                  List.of(new AlterConfigOp(retention, AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", services.kafka.bootstrapServers()));
  }

  private static double value(Board board, String sample) {
    return Exposition.of(board).value(sample);
  }
}
