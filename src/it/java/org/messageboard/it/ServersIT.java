package org.messageboard.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.messageboard.dev.Await;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/** Several servers on one Kafka and Redis, and what happens when one of them is gone. */
class ServersIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** A line of Liberty's log: time, thread, logger, then W for a warning or E for an error. */
  private static final Pattern WARNING = Pattern.compile("^\\[[^]]*] [0-9a-f]{8} \\S+ +[WE] ");

  private static final Map<String, String> WEB = Map.of("CONSUMER_ENABLED", "false");

  @Test
  void aWebServerServesWhatAConsumerApplies() throws IOException {
    try (var services = new Services("web-and-consumer");
        var web = services.server("web", WEB)) {
      web.start();
      var ready = web.board().get("health/ready").body();
      assertThat(ready).contains("\"enabled\":false");
      assertThat(Files.readAllLines(web.messagesLog()))
          .isNotEmpty()
          .noneMatch(line -> WARNING.matcher(line).find())
          .noneMatch(line -> line.contains("Consuming message-board"));
      var ids = IntStream.range(0, 10).mapToObj(i -> post(web.board(), i)).toList();
      assertThat(web.board().history()).isEmpty();
      assertThat(Await.until(() -> lag(web) == 10, LIMIT)).as("records of lag").isTrue();
      assertThat(Await.until(() -> lagAge(web) > 0, LIMIT)).as("age of the lag").isTrue();
      try (var stream = web.board().stream("");
          var consumer =
              services.server(
                  "consumer", Map.of("METRICS_ENABLED", "false", "HEALTH_DETAILS", "false"))) {
        consumer.start();
        assertThat(consumer.board().get("health/ready").body())
            .contains("\"name\":\"consumer\"")
            .doesNotContain("enabled");
        assertThat(ids(stream.await(e -> e.size() >= 10, LIMIT))).isEqualTo(ids);
        assertThat(consumer.board().history()).hasSize(10);
        assertThat(consumer.board().get("metrics").statusCode()).isEqualTo(404);
        assertThat(Await.until(() -> lag(web) == 0 && lagAge(web) == 0, LIMIT)).isTrue();
      }
    }
  }

  /** Of all partitions; nothing is told before it was measured. */
  private static double lag(BoardServer server) {
    var now = Exposition.of(server.board());
    return now.samples().containsKey("messageboard_topic_lag_records{partition=\"0\"}")
        ? now.sum("messageboard_topic_lag_records")
        : Double.NaN;
  }

  private static double lagAge(BoardServer server) {
    return Exposition.of(server.board()).value("messageboard_topic_lag_seconds");
  }

  @Test
  void aConsumerThatWasKilledAppliesEverythingOnce() throws IOException {
    try (var services = new Services("consumer-killed");
        var web = services.server("web", WEB);
        var consumer = services.server("consumer", Map.of())) {
      web.start();
      consumer.start();
      try (var stream = web.board().stream("")) {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 200; i++) {
          ids.add(post(web.board(), i));
          if (i == 100) {
            consumer.kill();
          }
        }
        consumer.start();
        var events = stream.await(e -> e.size() >= 200, LIMIT);
        assertThat(ids(events)).containsExactlyElementsOf(ids);
      }
    }
  }

  @Test
  void postingGoesOnWhileRedisIsAwayAndAllOfItArrives() {
    try (var services = new Services("redis-away");
        var server = services.server("all", Map.of())) {
      server.start();
      try (var stream = server.board().stream("")) {
        services.redis.kill();
        var ids = IntStream.range(0, 20).mapToObj(i -> post(server.board(), i)).toList();
        var read = server.board().get("api/messages");
        assertThat(read.statusCode()).isEqualTo(503);
        assertThat(read.headers().firstValue("Retry-After")).isPresent();
        services.redis.start();
        assertThat(ids(stream.await(e -> e.size() >= 20, LIMIT))).isEqualTo(ids);
        try (var redis = RedisClient.create(services.redis.url())) {
          goesOnAfterARedisThatTookNoWrites(server, redis, stream);
          readsNothingThatIsNoChannelOfTheBoard(server.board(), redis);
        }
        assertThat(stream.connections()).isEqualTo(1);
      }
    }
  }

  /** Redis runs, but as a replica; it is not ready, and what was posted appears once it is none. */
  private static void goesOnAfterARedisThatTookNoWrites(
      BoardServer server, RedisClient redis, SseClient stream) {
    int before = stream.events().size();
    redis.sendCommand(Protocol.Command.REPLICAOF, "127.0.0.1", "1");
    var id = post(server.board(), before);
    assertThat(Await.until(() -> ready(server).contains("READONLY"), LIMIT)).isTrue();
    assertThat(Await.until(() -> server.says("Redis takes no writes"), LIMIT)).isTrue();
    assertThat(server.board().history()).hasSize(before);
    redis.sendCommand(Protocol.Command.REPLICAOF, "NO", "ONE");
    var events = stream.await(e -> e.size() > before, LIMIT);
    assertThat(ids(events.subList(before, events.size()))).containsExactly(id);
    assertThat(Await.until(() -> !ready(server).contains("DOWN"), LIMIT)).isTrue();
  }

  private static String ready(BoardServer server) {
    return server.board().get("health/ready").body();
  }

  /** Nor is it mended: it is nothing of the board's. */
  private static void readsNothingThatIsNoChannelOfTheBoard(Board board, RedisClient redis) {
    redis.set("{messages}:channel:wrong", "of another type");
    assertThat(board.history("?channel=wrong")).isEmpty();
    assertThat(board.history("?channel=general")).isNotEmpty();
  }

  @Test
  void recordsThatAreNoMessagesGoToTheDeadLettersAndStopNothing() throws Exception {
    try (var services = new Services("poison");
        var server = services.server("all", Map.of())) {
      server.start();
      try (var stream = server.board().stream("")) {
        var poison = new Poison(services.kafka.bootstrapServers());
        poison.send();
        var id = post(server.board(), 1);
        var events = stream.await(e -> !e.isEmpty(), LIMIT);
        assertThat(ids(events)).containsExactly(id);
        var reasons = poison.deadLetters(LIMIT);
        assertThat(reasons).hasSameSizeAs(Poison.VALUES).allMatch(r -> r.endsWith("."));
        assertThat(server.board().get("health/live").statusCode()).isEqualTo(200);
        poison.sendMany(10_000);
        var after = post(server.board(), 2);
        var later = stream.await(e -> e.size() > 1, LIMIT);
        assertThat(ids(later)).containsExactly(id, after);
        assertThat(Files.readAllLines(server.messagesLog()))
            .filteredOn(line -> line.contains("What is not a message"))
            .as("one warning for each batch, not for each of 10,000 records")
            .hasSizeBetween(2, 1_000);
      }
    }
  }

  @Test
  void aTransactionHoldsNothingBackAndNothingOfAnAbortedOneAppears() throws Exception {
    try (var services = new Services("transactions");
        var server = services.server("all", Map.of())) {
      server.start();
      try (var stream = server.board().stream("");
          var transactions = new Transactions(services.kafka.bootstrapServers())) {
        for (int i = 0; i < 5; i++) {
          transactions.commit("committed " + i);
          transactions.abort("aborted");
        }
        post(server.board(), 1);
        transactions.abort("aborted");
        assertThat(contents(stream.await(e -> e.size() >= 6, LIMIT)))
            .containsExactlyInAnyOrder(
                "committed 0",
                "committed 1",
                "committed 2",
                "committed 3",
                "committed 4",
                "number 1");
        var lag = new Lag(services.kafka);
        assertThat(Await.until(() -> lag.records() == 0, LIMIT)).as("LAG").isTrue();
        assertThat(Await.until(() -> lag(server) == 0, LIMIT)).as("records of lag").isTrue();
        assertThat(Exposition.of(server.board()).value("messageboard_gap_repairs_total")).isZero();
        assertThat(server.board().history()).hasSize(6);
        services.flushAll();
        assertThat(Await.until(() -> server.board().history().size() == 6, LIMIT)).isTrue();
        assertThat(Await.until(() -> lag(server) == 0, LIMIT)).as("lag of a rebuilt").isTrue();
      }
    }
  }

  private static List<String> contents(List<SseEvent> events) {
    return events.stream().map(e -> Board.json(e.data()).getString("content")).toList();
  }

  @Test
  void withKafkaAwayAPostIsRefusedWithinTwoSecondsAndGoesOnAfterwards() {
    try (var services = new Services("kafka-away");
        var server = services.server("all", Map.of())) {
      server.start();
      post(server.board(), 0);
      services.kafka.kill();
      for (int i = 0; i < 5; i++) {
        long began = System.nanoTime();
        var refused = server.board().postOnce(Board.message("Ada", "refused"));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
      }
      assertThat(server.board().get("api/messages").statusCode()).isEqualTo(200);
      services.kafka.start();
      assertThat(
              Await.until(
                  () -> server.board().postOnce(Board.message("Ada", "back")).statusCode() == 202,
                  LIMIT))
          .isTrue();
    }
  }

  private static String post(Board board, int number) {
    var key = UUID.randomUUID().toString();
    assertThat(board.post(Board.message("Ada", "number " + number), key).statusCode())
        .isEqualTo(202);
    return key;
  }

  private static List<String> ids(List<SseEvent> events) {
    return events.stream()
        .filter(e -> e.type().equals("message"))
        .map(e -> Board.json(e.data()).getString("id"))
        .toList();
  }
}
