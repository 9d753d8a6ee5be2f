package org.messageboard.it;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.messageboard.dev.Await;

/** Kafka's retention has dropped what Redis lost. */
@Tag("services")
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

  private static Services services;
  private static BoardServer server;

  @BeforeAll
  static void start() {
    services = new Services("expired");
    server = services.server("all", Map.of());
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
    services.close();
  }

  @Test
  void whatKafkaDoesNotHaveIsLookedForOnceAndWhatComesThenIsThereOnce() throws Exception {
    var board = server.board();
    post("expired");
    assertThat(Await.until(() -> contents("expired") && lag() == 0, LIMIT)).isTrue();
    deleteAllRecords();
    double repairs = value(REPAIRS);
    services.flushAll();
    assertThat(Await.until(() -> value(REPAIRS) == repairs + 1, LIMIT)).isTrue();
    double calls = value(CALLS);
    assertThat(Await.until(() -> value(CALLS) >= calls + CHECKS, LIMIT)).isTrue();
    assertThat(value(REPAIRS)).isEqualTo(repairs + 1);
    assertThat(server.everyLog()).contains("Redis has all that Kafka has; 0 records");
    post("new");
    assertThat(Await.until(() -> board.history().size() == MESSAGES, LIMIT)).isTrue();
    assertThat(contents("new")).isTrue();
    assertThat(board.history()).extracting(m -> m.getString("id")).doesNotHaveDuplicates();
    assertThat(server.everyLog()).doesNotContain("records that the topic no longer has");
  }

  @Test
  void aWipedRedisGetsAllThatKafkaHasLeftThoughTheGroupCommittedLess() throws Exception {
    post("expired");
    assertThat(Await.until(() -> contents("expired") && lag() == 0, LIMIT)).isTrue();
    server.stop();
    new Poison(services.kafka.bootstrapServers()).send();
    deleteAllRecords();
    retainForSevenDays();
    server.start();
    assertThat(Await.until(() -> value(DIFFERING) == 1, LIMIT)).isTrue();
    assertThat(server.everyLog())
        .contains("message-board is not as the settings ask for it: retention.ms is 604800000");
    post("left");
    assertThat(Await.until(() -> contents("left"), LIMIT)).isTrue();
    double repairs = value(REPAIRS);
    services.flushAll();
    assertThat(Await.until(() -> value(REPAIRS) > repairs, LIMIT)).isTrue();
    assertThat(Await.until(() -> contents("left"), LIMIT)).isTrue();
    assertThat(Await.until(() -> lag() == 0, LIMIT)).isTrue();
  }

  private static long lag() {
    return new Lag(services.kafka).records();
  }

  /** Whether that is what the newest messages say. */
  private static boolean contents(String content) {
    var history = server.board().history();
    return history.size() >= MESSAGES
        && history.stream().limit(MESSAGES).allMatch(m -> m.getString("content").equals(content));
  }

  private static void post(String content) {
    for (int i = 0; i < MESSAGES; i++) {
      assertThat(server.board().post("Ada", content).statusCode()).isEqualTo(202);
    }
  }

  private static void deleteAllRecords() throws Exception {
    try (var admin = admin()) {
      var partitions =
          IntStream.range(0, PARTITIONS)
              .mapToObj(p -> new TopicPartition("message-board", p))
              .collect(toMap(p -> p, p -> RecordsToDelete.beforeOffset(END)));
      admin.deleteRecords(partitions).all().get();
    }
  }

  /** As Kafka keeps the topics that it creates by itself. */
  private static void retainForSevenDays() throws Exception {
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

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", services.kafka.bootstrapServers()));
  }

  private static double value(String sample) {
    return Exposition.of(server.board()).value(sample);
  }
}
