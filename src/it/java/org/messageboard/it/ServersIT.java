package org.messageboard.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.dev.Await;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/**
 * A web server and a consumer on one Kafka and Redis, and what happens when one of the four dies.
 */
class ServersIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** A line of Liberty's log: time, thread, logger, then W for a warning or E for an error. */
  private static final Pattern WARNING = Pattern.compile("^\\[[^]]*] [0-9a-f]{8} \\S+ +[WE] ");

  /** Not within the project, whose path may have blanks, at which the server's script cuts. */
  @TempDir static Path directory;

  private static Services services;
  private static BoardServer web;
  private static BoardServer consumer;

  /** Of the web server's first start, before there was a consumer. */
  private static List<String> startLog;

  /** Of each test its own: others' messages may still be on their way. */
  private final String channel = "servers-" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeAll
  static void start() throws IOException {
    services = new Services("servers");
    var listing = "-Xmx512m -Xlog:class+load:file=" + directory.resolve("classes.log");
    web = services.server("web", Map.of("CONSUMER_ENABLED", "false", "JVM_ARGS", listing));
    consumer = services.server("consumer", Map.of("STATISTICS_ENABLED", "true"));
    web.start();
    startLog = Files.readAllLines(web.messagesLog());
    consumer.start();
  }

  @AfterAll
  static void stop() {
    consumer.close();
    web.close();
    services.close();
  }

  @BeforeEach
  void awaitEverythingApplied() {
    assertThat(Await.until(() -> groupLag() == 0, LIMIT)).as("LAG").isTrue();
  }

  @Test
  void aWebServerStartsWithoutAWarningAndDoesNotConsume() {
    assertThat(web.board().get("health/ready").body()).contains("\"enabled\":false");
    assertThat(startLog)
        .isNotEmpty()
        .noneMatch(line -> WARNING.matcher(line).find())
        .noneMatch(line -> line.contains("Consuming message-board"));
  }

  /** What a board does not need costs it nothing. */
  @Test
  void noLibraryIsLoadedForSigningInAvroOrStatisticsWhereNobodyNeedsIt() throws IOException {
    var loaded = Files.readString(directory.resolve("classes.log"));
    assertThat(loaded).contains("org.messageboard.accounts.SigningKeys");
    assertThat(loaded)
        .doesNotContain(
            "com.nimbusds.", "net.minidev.", "org.apache.avro.", "org.apache.kafka.streams.");
    var refused = web.board().get("api/statistics");
    assertThat(refused.statusCode()).isEqualTo(404);
    assertThat(refused.body()).contains("statistics.enabled");
    assertThat(web.board().get("health/ready").body()).doesNotContain("statistics");
  }

  /** Kafka Streams runs inside the WAR. */
  @Test
  void aServerWithStatisticsCountsWhatIsPostedAnywhere() {
    post(web, 0, 20);
    assertThat(Await.until(() -> counted().contains("\"total\":{\"posts\":20,"), LIMIT))
        .as(counted())
        .isTrue();
    assertThat(consumer.board().get("health/ready").body()).contains("\"streams\":\"RUNNING\"");
    assertThat(consumer.board().get("metrics").body())
        .contains("messageboard_statistics_running 1.0");
  }

  private String counted() {
    return consumer.board().get("api/statistics?step=day&channel=" + channel).body();
  }

  @Test
  void whatIsPostedWhileTheOnlyConsumerIsDeadLagsAndIsAppliedOnceWhenItIsBack() {
    try (var stream = stream(web)) {
      var first = post(web, 0, 100);
      consumer.kill();
      var ids = Stream.concat(first.stream(), post(web, 100, 200).stream()).toList();
      assertThat(Await.until(() -> lag(web) + history().size() == 200, LIMIT)).as("lag").isTrue();
      assertThat(history()).hasSizeLessThanOrEqualTo(100);
      assertThat(Await.until(() -> lagAge(web) > 0, LIMIT)).as("age of the lag").isTrue();
      consumer.start();
      assertThat(ids(stream.await(e -> e.size() >= 200, LIMIT))).isEqualTo(ids);
      assertThat(history()).hasSize(200);
      assertThat(Await.until(() -> lag(web) == 0 && lagAge(web) == 0, LIMIT)).isTrue();
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

  private static long groupLag() {
    return new Lag(services.kafka).records();
  }

  @Test
  void postingGoesOnWhileRedisIsAwayAndAllOfItArrives() {
    try (var stream = stream(consumer)) {
      var page = readWithTag("api/messages");
      var channels = readWithTag("api/channels");
      services.redis.kill();
      var ids = post(consumer, 0, 20);
      assertIsStillRead("api/messages", page);
      assertIsStillRead("api/channels", channels);
      var read = consumer.board().get("api/messages?limit=7");
      assertThat(read.statusCode()).isEqualTo(503);
      assertThat(read.headers().firstValue("Retry-After")).isPresent();
      services.redis.start();
      assertThat(ids(stream.await(e -> e.size() >= 20, LIMIT))).isEqualTo(ids);
      try (var redis = RedisClient.create(services.redis.url())) {
        goesOnAfterARedisThatTookNoWrites(redis, stream);
        readsNothingThatIsNoChannelOfTheBoard(redis);
      }
      assertThat(stream.connections()).isEqualTo(1);
    }
  }

  private static HttpResponse<String> readWithTag(String path) {
    var read = consumer.board().get(path);
    var tag = read.headers().firstValue("ETag").orElseThrow();
    assertThat(tag).matches("W/\"" + Board.json(read).getString("position") + "-[0-9a-f]{1,8}\"");
    assertThat(read.headers().firstValue("Age")).isEmpty();
    var again = consumer.board().get(path, "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    return read;
  }

  /** It says how old it is, once that is more than a second. */
  private static void assertIsStillRead(String path, HttpResponse<String> before) {
    var aged =
        Await.until(
            () -> consumer.board().get(path).headers().firstValue("Age").isPresent(), LIMIT);
    assertThat(aged).as("Age of " + path).isTrue();
    var read = consumer.board().get(path);
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.body()).isEqualTo(before.body());
  }

  /** Redis runs, but as a replica; it is not ready, and what was posted appears once it is none. */
  private void goesOnAfterARedisThatTookNoWrites(RedisClient redis, SseClient stream) {
    int before = stream.events().size();
    redis.sendCommand(Protocol.Command.REPLICAOF, "127.0.0.1", "1");
    var id = post(consumer, before);
    assertThat(Await.until(() -> ready().contains("READONLY"), LIMIT)).isTrue();
    assertThat(Await.until(() -> consumer.says("Redis takes no writes"), LIMIT)).isTrue();
    assertThat(history()).hasSize(before);
    redis.sendCommand(Protocol.Command.REPLICAOF, "NO", "ONE");
    var events = stream.await(e -> e.size() > before, LIMIT);
    assertThat(ids(events.subList(before, events.size()))).containsExactly(id);
    assertThat(Await.until(() -> !ready().contains("DOWN"), LIMIT)).isTrue();
  }

  private static String ready() {
    return consumer.board().get("health/ready").body();
  }

  /** Nor is it mended: it is nothing of the board's. */
  private void readsNothingThatIsNoChannelOfTheBoard(RedisClient redis) {
    redis.set("{messages}:channel:wrong", "of another type");
    assertThat(consumer.board().history("?channel=wrong")).isEmpty();
    assertThat(history()).isNotEmpty();
  }

  @Test
  void recordsThatAreNoMessagesGoToTheDeadLettersAndStopNothing() throws Exception {
    try (var stream = stream(consumer)) {
      var poison = new Poison(services.kafka.bootstrapServers());
      poison.send();
      var id = post(consumer, 1);
      var events = stream.await(e -> !e.isEmpty(), LIMIT);
      assertThat(ids(events)).containsExactly(id);
      var reasons = poison.deadLetters(LIMIT);
      assertThat(reasons).hasSameSizeAs(Poison.VALUES).allMatch(r -> r.endsWith("."));
      assertThat(consumer.board().get("health/live").statusCode()).isEqualTo(200);
      poison.sendMany(10_000);
      var after = post(consumer, 2);
      var later = stream.await(e -> e.size() > 1, LIMIT);
      assertThat(ids(later)).containsExactly(id, after);
      assertThat(Files.readAllLines(consumer.messagesLog()))
          .filteredOn(line -> line.contains("Unreadable records go from the topic"))
          .as("one warning for each batch, not for each of 10,000 records")
          .hasSizeBetween(2, 1_000);
    }
  }

  @Test
  void aTransactionHoldsNothingBackAndNothingOfAnAbortedOneAppears() throws Exception {
    double repairs = repairs();
    try (var stream = stream(consumer);
        var transactions = new Transactions(services.kafka.bootstrapServers(), channel)) {
      for (int i = 0; i < 5; i++) {
        transactions.commit("committed " + i);
        transactions.abort("aborted");
      }
      var id = post(consumer, 1);
      transactions.abort("aborted");
      assertThat(contents(stream.await(e -> e.size() >= 6, LIMIT)))
          .containsExactlyInAnyOrder(
              "committed 0",
              "committed 1",
              "committed 2",
              "committed 3",
              "committed 4",
              "number 1");
      assertThat(Await.until(() -> groupLag() == 0, LIMIT)).as("LAG").isTrue();
      assertThat(Await.until(() -> lag(consumer) == 0, LIMIT)).as("records of lag").isTrue();
      assertThat(repairs()).isEqualTo(repairs);
      assertThat(history()).hasSize(6);
      services.flushAll();
      assertThat(Await.until(() -> isRead(id), LIMIT)).isTrue();
      assertThat(history()).hasSize(6);
      assertThat(Await.until(() -> lag(consumer) == 0, LIMIT)).as("lag of a rebuilt").isTrue();
    }
  }

  @Test
  void everyServerKnowsAGuestAndNobodyIsShownWhoItIs() {
    try (var stream = stream(consumer)) {
      var guest = Guest.of(web.board());
      var key = UUID.randomUUID().toString();
      var subject = guest.cookie().split("\\.")[1];
      assertThat(guest.post(consumer.board(), message("owned"), key).statusCode()).isEqualTo(202);
      stream.await(e -> !e.isEmpty(), LIMIT);
      assertThat(isMine(guest, key)).isTrue();
      services.flushAll();
      assertThat(Await.until(() -> history().size() == 1, LIMIT)).isTrue();
      assertThat(Await.until(() -> isMine(guest, key), LIMIT)).isTrue();
      assertThat(stream.events()).isNotEmpty().noneMatch(e -> e.data().contains(subject));
      assertThat(history().toString()).doesNotContain(subject);
      assertThat(web.board().get("metrics").body()).doesNotContain(subject);
      assertThat(keysWith(subject)).containsExactly("{messages}:log");
      assertThat(web.says(subject) || consumer.says(subject)).isFalse();
    }
  }

  private static boolean isMine(Guest guest, String id) {
    return Stream.of(web, consumer)
        .map(server -> guest.get(server.board(), "api/messages/" + id).body())
        .allMatch(body -> body.endsWith(",\"mine\":true}"));
  }

  /** The keys whose value contains a text, whatever their type. */
  private static List<String> keysWith(String text) {
    try (var redis = RedisClient.create(services.redis.url())) {
      return redis.keys("*").stream().filter(key -> value(redis, key).contains(text)).toList();
    }
  }

  private static String value(RedisClient redis, String key) {
    var type = redis.type(key);
    return switch (type) {
      case "string" -> redis.get(key);
      case "list" -> redis.lrange(key, 0, -1).toString();
      case "hash" -> redis.hgetAll(key).toString();
      case "set" -> redis.smembers(key).toString();
      case "zset" -> redis.zrange(key, 0, -1).toString();
      case "stream" -> redis.xrange(key, "-", "+").toString();
      default -> throw new AssertionError("A key of the type " + type);
    };
  }

  private static double repairs() {
    return Exposition.of(consumer.board()).value("messageboard_gap_repairs_total");
  }

  private static List<String> contents(List<SseEvent> events) {
    return events.stream().map(e -> Board.json(e.data()).getString("content")).toList();
  }

  @Test
  void withKafkaAwayAPostIsRefusedWithinTwoSecondsAndGoesOnAfterwards() {
    post(consumer, 0);
    services.kafka.kill();
    for (int i = 0; i < 5; i++) {
      long began = System.nanoTime();
      var refused = consumer.board().postOnce(message("refused"));
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }
    var read = consumer.board().get("api/messages");
    assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
    services.kafka.start();
    assertThat(
            Await.until(
                () -> consumer.board().postOnce(message("back")).statusCode() == 202, LIMIT))
        .isTrue();
  }

  private SseClient stream(BoardServer server) {
    return server.board().stream("?channel=" + channel, "");
  }

  /** From Redis: the newest page may still be known from before. */
  private static boolean isRead(String id) {
    return web.board().get("api/messages/" + id).statusCode() == 200;
  }

  /** What the web server shows of the test's channel. */
  private List<JsonObject> history() {
    return web.board().history("?limit=1000&channel=" + channel);
  }

  /** Posts the numbers up to the last, which is left out, and gives the messages' ids. */
  private List<String> post(BoardServer server, int first, int last) {
    return IntStream.range(first, last).mapToObj(number -> post(server, number)).toList();
  }

  private String post(BoardServer server, int number) {
    var key = UUID.randomUUID().toString();
    assertThat(server.board().post(message("number " + number), key).statusCode()).isEqualTo(202);
    return key;
  }

  private JsonObject message(String content) {
    return Board.message("Ada", content, channel);
  }

  private static List<String> ids(List<SseEvent> events) {
    return events.stream()
        .filter(e -> e.type().equals("message"))
        .map(e -> Board.json(e.data()).getString("id"))
        .toList();
  }
}
