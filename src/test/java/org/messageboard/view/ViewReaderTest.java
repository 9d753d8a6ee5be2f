package org.messageboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.board.Message;
import org.messageboard.board.MessageJson;
import org.messageboard.board.Position;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.http.ProblemException;
import org.messageboard.metrics.Metrics;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;

/** Reads from a real Redis with data as the consumer's script leaves it. */
class ViewReaderTest {

  private static final int BOARD = 5;
  private static final int CHANNEL = 8;

  @TempDir static Path directory;
  private static RedisProcess server;
  private static RedisClient redis;

  private final ViewReader store = new ViewReader();

  @BeforeAll
  static void startRedis() {
    server = new RedisProcess(directory, Ports.free());
    server.start();
    redis = RedisClient.create(server.url());
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
    server.stop();
  }

  @BeforeEach
  void open() {
    redis.flushAll();
    store.redis = redis;
    store.redisMetrics = new Metrics().redis();
    store.lengths = new Lengths(BOARD, 1, 1, 1, 1);
    store.highWatermark = new HighWatermark();
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,5", "5,5", "6,5", "6,6", "12,1", "12,3", "12,4", "12,5", "12,6", "12,100"})
  void theBoardIsReadToItsEnd(int messages, int limit) {
    fill("a", 1, messages);
    assertThat(readAll(null, null, limit)).isEqualTo(numbers(messages, 1));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "8,4", "8,8", "8,100", "12,3", "12,4", "12,8", "12,9"})
  void aChannelIsReadToTheEndOfItsList(int messages, int limit) {
    fill("a", 1, messages);
    assertThat(readAll("general", null, limit))
        .isEqualTo(numbers(messages, Math.max(1, messages - CHANNEL + 1)));
  }

  @ParameterizedTest
  @CsvSource({"1,", "2,", "100,", "1,general", "2,general", "100,general"})
  void anAuthorIsReadToTheEnd(int limit, String channel) {
    fill("a", 1, 8);
    assertThat(readAll(channel, "Bob", limit)).containsExactly(6L, 3L);
  }

  /** A page scans 10,000 messages; the author's messages are older than those. */
  @Test
  void anEmptyPageSaysWhereToContinue() {
    fill("a", 1, 3);
    fillLog(4, 10_103);
    var page = page(null, "Bob", null, 100);
    assertThat(page.getJsonArray("messages")).isEmpty();
    assertThat(page.getString("next")).isEqualTo("a:104");
    assertThat(readAll(null, "Bob", 100)).containsExactly(3L);
  }

  @Test
  void anEmptyBoardsPageIsTheLast() {
    assertThat(page(null, null, null, 100).keySet()).containsExactly("messages", "position");
    assertThat(page("general", "Bob", null, 100).keySet()).containsExactly("messages", "position");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "general"})
  void aPositionFromAnEarlierEpochIsRefusedUnlessItsMessageStillExists(String channel) {
    fill("a", 1, 4);
    fill("b", 5, 8);
    var of = channel.isEmpty() ? null : channel;
    assertThat(numbersOf(page(of, null, "a:3", 100))).containsExactly(2L, 1L);
    assertThat(numbersOf(page(of, null, "b:6", 100))).containsExactly(5L, 4L, 3L, 2L, 1L);
    for (var before : List.of("a:5", "a:8", "a:99", "c:3", "none:0")) {
      assertThat(refusal(of, before)).as(before).isEqualTo(410);
    }
    assertThat(readAll(of, null, 3)).isEqualTo(numbers(8, 1));
  }

  @Test
  void anyPositionIsRefusedWhileTheBoardIsEmpty() {
    assertThat(refusal(null, "a:3")).isEqualTo(410);
  }

  @Test
  void channelsHavePositionsAndCountsMostRecentlyActiveFirst() {
    fill("a", 1, 2);
    redis.zadd(RedisKeys.CHANNELS, Map.of("general", 1d, "news", 2d, "old", 0d));
    redis.hset(RedisKeys.COUNTS, Map.of("general", "7", "news", "1"));
    assertThat(store.channels(2).channels())
        .containsExactly(
            new ChannelState("news", 1, new Position("a", 2)),
            new ChannelState("general", 7, new Position("a", 1)));
  }

  @Test
  void remainsOfAnUnknownChannelAreNotRead() {
    fill("a", 1, 2);
    redis.lpush(RedisKeys.CHANNEL + "old", json("z", 9, "Ada"));
    assertThat(page("old", null, null, 100).getJsonArray("messages")).isEmpty();
    assertThat(redis.hget(RedisKeys.STATE, "lost")).isNull();
  }

  @Test
  void aChannelWithoutItsNewestMessagesIsNotRead() {
    fill("a", 1, 4);
    redis.lpop(RedisKeys.CHANNEL + "general");
    assertThat(refusal("general", null)).isEqualTo(503);
    assertThat(redis.hget(RedisKeys.STATE, "lost")).isEqualTo("1");
  }

  @Test
  void noChannelHasAPositionWithoutAnEpoch() {
    fill("a", 1, 2);
    redis.del(RedisKeys.STATE);
    assertThat(store.channels(10)).isEqualTo(new ChannelList(new Position("none", 0), List.of()));
  }

  /** Every third message is Bob's. */
  private static void fill(String epoch, int from, int to) {
    for (int n = from; n <= to; n++) {
      var json = json(epoch, n, n % 3 == 0 ? "Bob" : "Ada");
      redis.xadd(RedisKeys.LOG, new StreamEntryID(n, 0), Map.of("m", json));
      redis.lpush(RedisKeys.BOARD, json);
      redis.lpush(RedisKeys.CHANNEL + "general", json);
    }
    redis.ltrim(RedisKeys.BOARD, 0, BOARD - 1);
    redis.ltrim(RedisKeys.CHANNEL + "general", 0, CHANNEL - 1);
    redis.zadd(RedisKeys.CHANNELS, to, "general");
    redis.hset(RedisKeys.STATE, Map.of("epoch", epoch, "n", Integer.toString(to)));
  }

  private static void fillLog(int from, int to) {
    try (var pipeline = redis.pipelined()) {
      for (int n = from; n <= to; n++) {
        pipeline.xadd(RedisKeys.LOG, new StreamEntryID(n, 0), Map.of("m", json("a", n, "Ada")));
      }
    }
    redis.hset(RedisKeys.STATE, "n", Integer.toString(to));
  }

  private static String json(String epoch, int n, String author) {
    var id = "0b8f9a52-7d0e-4c6e-9d1a-%012d".formatted(n);
    return MessageJson.write(
        new Message(new Position(epoch, n).toString(), id, "general", author, "m" + n, "t"));
  }

  private List<Long> readAll(String channel, String author, int limit) {
    var all = new ArrayList<Long>();
    var page = page(channel, author, null, limit);
    all.addAll(numbersOf(page));
    while (page.containsKey("next")) {
      page = page(channel, author, page.getString("next"), limit);
      all.addAll(numbersOf(page));
    }
    return all;
  }

  private int refusal(String channel, String before) {
    return catchThrowableOfType(ProblemException.class, () -> page(channel, null, before, 10))
        .problem()
        .status();
  }

  private JsonObject page(String channel, String author, String before, int limit) {
    var query = HistoryQuery.of(channel, author, before, Integer.toString(limit));
    try (var reader = Json.createReader(new StringReader(store.history(query).toJson()))) {
      return reader.readObject();
    }
  }

  private static List<Long> numbersOf(JsonObject page) {
    return page.getJsonArray("messages").getValuesAs(JsonObject.class).stream()
        .map(message -> Position.parse(message.getString("position")).orElseThrow().number())
        .toList();
  }

  private static List<Long> numbers(int newest, int oldest) {
    return IntStream.rangeClosed(oldest, newest)
        .mapToObj(n -> (long) (newest + oldest - n))
        .toList();
  }
}
