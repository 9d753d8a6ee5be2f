package org.messageboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.metrics.Metrics;
import org.messageboard.view.HistoryModel.Page;
import org.messageboard.view.ViewReader.Found;
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
  private final ChannelReader channels = new ChannelReader();

  /** Owner by number, for {@link #fill}. */
  private final Map<Integer, String> owners = new HashMap<>();

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
    store.lengths = new Lengths(BOARD, 1, 1, 1, 1);
    store.metrics = new Metrics();
    store.highWatermark = new HighWatermark();
    store.open(redis);
    channels.metrics = store.metrics;
    channels.highWatermark = store.highWatermark;
    channels.open(redis);
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

  /** From the board's list, a channel's list, the log, and by author. */
  @ParameterizedTest
  @CsvSource({",,5", "general,,8", ",,100", ",Bob,100", "general,Bob,100"})
  void onlyTheOwnerReadsThatAMessageIsItsOwn(String channel, String author, int limit) {
    owners.putAll(Map.of(3, "somebody", 6, "somebody", 7, "somebody else"));
    fill("a", 1, 8);
    var query = HistoryQuery.of(channel, author, null, null, null, Integer.toString(limit));
    var own = json(store.history(query, "somebody"));
    assertThat(minesOf(own)).isEqualTo(limit == 5 ? List.of(6L) : List.of(6L, 3L));
    var nobodys = json(store.history(query, null));
    assertThat(numbersOf(own)).isNotEmpty().isEqualTo(numbersOf(nobodys));
    assertThat(nobodys.toString()).doesNotContain("mine", "somebody");
    assertThat(own.toString()).doesNotContain("somebody");
    assertThat(minesOf(json(store.history(query, "a third")))).isEmpty();
  }

  @Test
  void aMessageOfAnEarlierEpochIsStillItsOwners() {
    owners.put(4, "somebody");
    fill("a", 1, 4);
    fill("b", 5, 6);
    var query = HistoryQuery.of("general", null, null, null, null, "100");
    assertThat(minesOf(json(store.history(query, "somebody")))).containsExactly(4L);
  }

  /** In the middle, from the log and from the list. */
  @Test
  void theOwnerReadsThatMessagesAroundItsOwnAreItsOwn() {
    owners.putAll(Map.of(2, "somebody", 4, "somebody", 5, "somebody else", 7, "somebody"));
    fill("a", 1, 8);
    redis.zadd(RedisKeys.IDS, 4, RandomBoard.id(4));
    for (var channel : List.of("general", "")) {
      var of = channel.isEmpty() ? null : channel;
      var around = HistoryQuery.of(of, null, null, null, RandomBoard.id(4), "7");
      assertThat(minesOf(json(store.history(around, "somebody")))).containsExactly(7L, 4L, 2L);
      assertThat(minesOf(json(store.history(around, null)))).isEmpty();
    }
    var after = HistoryQuery.of(null, null, null, "a:4", null, "100");
    assertThat(minesOf(json(store.history(after, "somebody")))).containsExactly(7L);
  }

  @Test
  void aSingleMessageIsFoundWithItsOwner() {
    owners.put(2, "somebody");
    fill("a", 1, 3);
    IntStream.rangeClosed(1, 3).forEach(n -> redis.zadd(RedisKeys.IDS, n, RandomBoard.id(n)));
    assertThat(store.find(RandomBoard.id(2), "somebody"))
        .contains(new Found(json("a", 2, "Ada").replace("}", ",\"mine\":true}"), "somebody"));
    assertThat(store.find(RandomBoard.id(2), "another"))
        .contains(new Found(json("a", 2, "Ada"), "somebody"));
    assertThat(store.find(RandomBoard.id(2), null))
        .contains(new Found(json("a", 2, "Ada"), "somebody"));
    assertThat(store.find(RandomBoard.id(1), null)).contains(new Found(json("a", 1, "Ada"), null));
    assertThat(store.find(RandomBoard.id(9), "somebody")).isEmpty();
  }

  @Test
  void channelsHavePositionsAndCountsMostRecentlyActiveFirst() {
    fill("a", 1, 2);
    redis.zadd(RedisKeys.CHANNELS, Map.of("general", 1d, "news", 2d, "old", 0d));
    redis.hset(RedisKeys.COUNTS, Map.of("general", "7", "news", "1"));
    assertThat(channels.channels(2, null).channels())
        .containsExactly(
            new ChannelState("news", 1, new Position("a", 2), "", 0),
            new ChannelState("general", 7, new Position("a", 1), "", 0));
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
    assertThat(channels.channels(10, null))
        .isEqualTo(new ChannelList(new Position("none", 0), List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "general"})
  void afterAPositionOfAnEarlierEpochIsRefusedUnlessItsMessageStillExists(String channel) {
    fill("a", 1, 4);
    fill("b", 5, 8);
    var of = channel.isEmpty() ? null : channel;
    assertThat(numbersOf(after(of, null, "a:3", 2))).containsExactly(5L, 4L);
    for (var after : List.of("a:5", "a:99", "c:3", "none:1")) {
      var problem = refusal(() -> after(of, null, after, 2));
      assertThat(problem.status()).as(after).isEqualTo(410);
      assertThat(problem.detail()).contains("without after");
    }
  }

  @Test
  void afterAnEmptyBoardComesEverything() {
    assertThat(after(null, null, "none:0", 2).keySet()).containsExactly("messages", "position");
    fill("a", 1, 3);
    assertThat(numbersOf(after(null, null, "none:0", 2))).containsExactly(2L, 1L);
  }

  @Test
  void afterThePositionOfAPageComesNothingUntilThereIsMore() {
    fill("a", 1, 7);
    var end = page(null, null, null, 3).getString("position");
    var page = after(null, null, end, 3);
    assertThat(numbersOf(page)).isEmpty();
    assertThat(page.containsKey("newer")).isFalse();
    assertThat(numbersOf(page(null, null, page.getString("next"), 3))).containsExactly(7L, 6L, 5L);
    fill("a", 8, 8);
    assertThat(numbersOf(after(null, null, end, 3))).containsExactly(8L);
  }

  /** A page scans 10,000 messages; the author's message is newer than those. */
  @Test
  void anEmptyPageSaysWhereNewerMessagesContinue() {
    fillLog(1, 10_100);
    fill("a", 10_101, 10_102);
    var page = after(null, "Bob", "a:100", 5);
    assertThat(numbersOf(page)).isEmpty();
    assertThat(page.getString("newer")).isEqualTo("a:10100");
    var last = after(null, "Bob", page.getString("newer"), 5);
    assertThat(numbersOf(last)).containsExactly(10_101L);
    assertThat(last.containsKey("newer")).isFalse();
  }

  @Test
  void aMessageIsFoundInItsChannelOnly() {
    fill("a", 1, 3);
    redis.zadd(RedisKeys.IDS, Map.of(RandomBoard.id(2), 2d));
    assertThat(numbersOf(around("general", 2, 1))).containsExactly(2L);
    var elsewhere = refusal(() -> around("news", 2, 1));
    assertThat(elsewhere.status()).isEqualTo(404);
    assertThat(elsewhere.detail()).isEqualTo("That message is in the channel general.");
    assertThat(refusal(() -> around("general", 3, 1)).status()).isEqualTo(404);
    assertThat(refusal(() -> around(null, 3, 1)).detail())
        .isEqualTo("There is no message of this id (yet).");
  }

  /** Its list is gone, and the log still has its messages. */
  @Test
  void aMessageOfADroppedChannelIsFoundInTheLog() {
    fill("a", 1, 9);
    redis.zadd(RedisKeys.IDS, Map.of(RandomBoard.id(4), 4d));
    redis.zadd(RedisKeys.CHANNELS, 9, "other");
    redis.zrem(RedisKeys.CHANNELS, "general");
    redis.del(RedisKeys.CHANNEL + "general");
    var page = around("general", 4, 3);
    assertThat(numbersOf(page)).containsExactly(5L, 4L, 3L);
    assertThat(numbersOf(page("general", null, page.getString("next"), 9))).containsExactly(2L, 1L);
    assertThat(numbersOf(after("general", null, page.getString("newer"), 9)))
        .containsExactly(9L, 8L, 7L, 6L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void pagesMatchTheModelWhileMessagesArrive(long seed) {
    var board = new RandomBoard(redis, seed, BOARD, CHANNEL);
    for (int round = 0; round < 50; round++) {
      board.post();
      for (int i = 0; i < 10; i++) {
        assertMatches(board);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void everyMessageLeadsToTheNewestAndTheOldestWithoutAHoleOrARepeat(long seed) {
    var board = new RandomBoard(redis, seed, BOARD, CHANNEL);
    for (int round = 0; round < 50; round++) {
      board.post();
      var channel = board.channel();
      var readable = board.model().readable(channel);
      if (!readable.isEmpty()) {
        long number = readable.get(board.random().nextInt(readable.size()));
        assertReachesBothEnds(board, channel, number);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8, 9})
  void nothingOnAPageIsNewerThanItsPosition(long seed) {
    var board = new RandomBoard(redis, seed, BOARD, CHANNEL);
    for (int round = 0; round < 50; round++) {
      board.post();
      var channel = board.channel();
      var readable = board.model().readable(channel);
      if (!readable.isEmpty()) {
        long number = readable.get(board.random().nextInt(Math.min(9, readable.size())));
        var query = HistoryQuery.of(channel, null, null, null, RandomBoard.id(number), "10");
        var page = pageWhile(board::post, query);
        long end = page.containsKey("newer") ? number(page, "newer") : number(page, "position");
        assertThat(numbersOf(page))
            .contains(number)
            .startsWith(board.model().newestIn(channel, end))
            .doesNotHaveDuplicates();
      }
    }
  }

  /** It takes ten calls, during which the author writes again. */
  @Test
  void aLongSearchEndsAtThePositionAtWhichItBegan() {
    fill("a", 1, 2);
    fillLog(3, 10_001);
    var query = HistoryQuery.of(null, "Bob", null, "a:3", null, "9");
    var written = new AtomicBoolean();
    var page =
        pageWhile(
            () -> {
              if (!written.getAndSet(true)) {
                fill("a", 10_002, 10_002);
              }
            },
            query);
    assertThat(numbersOf(page)).isEmpty();
    assertThat(page.getString("position")).isEqualTo("a:10001");
    assertThat(page.containsKey("newer")).isFalse();
    assertThat(numbersOf(after(null, "Bob", "a:10001", 9))).containsExactly(10_002L);
  }

  /** Pages end with an epoch: the number at which to go on belongs to it. */
  @Test
  void aSearchEndsWithItsEpoch() {
    fill("a", 1, 2);
    fillLog(3, 5_000);
    var page =
        pageWhile(
            () -> {
              redis.hset(RedisKeys.STATE, "epoch", "b");
              redis.xdel(RedisKeys.LOG, new StreamEntryID(1_003, 0));
            },
            HistoryQuery.of(null, "Bob", null, "a:3", null, "9"));
    assertThat(numbersOf(page)).isEmpty();
    assertThat(page.getString("position")).isEqualTo("a:5000");
    assertThat(page.getString("newer")).isEqualTo("a:1003");
  }

  /** A page between whose calls something happens. */
  private JsonObject pageWhile(Runnable happening, HistoryQuery query) {
    var reader =
        new PageReader(
            query,
            null,
            store.lengths,
            (keys, arguments) -> {
              var answer = ViewReader.HISTORY.run(redis, keys, arguments);
              happening.run();
              return answer;
            });
    return json(reader.read());
  }

  private void assertMatches(RandomBoard board) {
    var model = board.model();
    var channel = board.channel();
    var author = board.author();
    long number = board.random().nextLong(model.newest() + 3);
    int limit = 1 + board.random().nextInt(board.random().nextBoolean() ? 5 : 30);
    var from = board.position(number);
    var asked = "%s %s %d %d".formatted(channel, author, number, limit);
    assertThat(read(page(channel, author, from, limit)))
        .as("before " + asked)
        .isEqualTo(model.before(channel, author, number, limit));
    assertThat(read(page(channel, author, null, limit)))
        .as("newest " + asked)
        .isEqualTo(model.before(channel, author, null, limit));
    if (model.isGapAfter(author == null ? channel : channel, number)) {
      assertThat(refusal(() -> after(channel, author, from, limit)).status()).isEqualTo(410);
    } else {
      assertThat(read(after(channel, author, from, limit)))
          .as("after " + asked)
          .isEqualTo(model.after(channel, author, number, limit));
    }
    var readable = model.readable(channel);
    if (!readable.isEmpty()) {
      long middle = readable.get(board.random().nextInt(readable.size()));
      assertThat(read(around(channel, middle, limit)))
          .as("around %d: %s", middle, asked)
          .isEqualTo(model.around(channel, middle, limit));
    }
  }

  private static Page read(JsonObject page) {
    return new Page(numbersOf(page), number(page, "next"), number(page, "newer"));
  }

  private void assertReachesBothEnds(RandomBoard board, String channel, long number) {
    int limit = 1 + board.random().nextInt(6);
    var first = around(channel, number, limit);
    var found = new ArrayList<>(numbersOf(first));
    for (var page = first; page.containsKey("next"); found.addAll(numbersOf(page))) {
      page = page(channel, null, page.getString("next"), limit);
    }
    long oldest = found.get(found.size() - 1);
    assertThat(board.model().before(channel, null, oldest, 1).numbers()).isEmpty();
    for (var page = first; page.containsKey("newer"); found.addAll(0, numbersOf(page))) {
      if (board.random().nextInt(4) == 0) {
        board.post();
      }
      var newer = page.getString("newer");
      if (board.model().isGapAfter(channel, number(page, "newer"))) {
        assertThat(refusal(() -> after(channel, null, newer, limit)).status()).isEqualTo(410);
        return;
      }
      page = after(channel, null, newer, limit);
    }
    assertThat(found).isEqualTo(board.model().since(channel, oldest));
  }

  /** Every third message is Bob's. */
  private void fill(String epoch, int from, int to) {
    for (int n = from; n <= to; n++) {
      var json = json(epoch, n, n % 3 == 0 ? "Bob" : "Ada");
      redis.xadd(RedisKeys.LOG, new StreamEntryID(n, 0), entry(json, owners.get(n)));
      redis.lpush(RedisKeys.BOARD, json);
      redis.lpush(RedisKeys.CHANNEL + "general", json);
    }
    redis.ltrim(RedisKeys.BOARD, 0, BOARD - 1);
    redis.ltrim(RedisKeys.CHANNEL + "general", 0, CHANNEL - 1);
    redis.zadd(RedisKeys.CHANNELS, to, "general");
    redis.hset(RedisKeys.STATE, Map.of("epoch", epoch, "n", Integer.toString(to)));
  }

  /** The fields in the script's order. */
  private static Map<String, String> entry(String json, String owner) {
    var fields = new LinkedHashMap<>(Map.of("m", json));
    if (owner != null) {
      fields.put("o", owner);
    }
    return fields;
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
    return MessageJson.write(
        new Message(
            new Position(epoch, n).toString(), RandomBoard.id(n), "general", author, "m" + n, "t"));
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
    return refusal(() -> page(channel, null, before, 10)).status();
  }

  private static Problem refusal(ThrowingCallable read) {
    return catchThrowableOfType(ProblemException.class, read).problem();
  }

  private JsonObject page(String channel, String author, String before, int limit) {
    return page(HistoryQuery.of(channel, author, before, null, null, Integer.toString(limit)));
  }

  private JsonObject after(String channel, String author, String after, int limit) {
    return page(HistoryQuery.of(channel, author, null, after, null, Integer.toString(limit)));
  }

  private JsonObject around(String channel, long number, int limit) {
    return page(
        HistoryQuery.of(
            channel, null, null, null, RandomBoard.id(number), Integer.toString(limit)));
  }

  private JsonObject page(HistoryQuery query) {
    return json(store.history(query, null));
  }

  private static JsonObject json(History history) {
    try (var reader = Json.createReader(new StringReader(history.toJson()))) {
      return reader.readObject();
    }
  }

  private static List<Long> minesOf(JsonObject page) {
    return page.getJsonArray("messages").getValuesAs(JsonObject.class).stream()
        .filter(message -> message.getBoolean("mine", false))
        .map(message -> Position.parse(message.getString("position")).orElseThrow().number())
        .toList();
  }

  private static List<Long> numbersOf(JsonObject page) {
    return page.getJsonArray("messages").getValuesAs(JsonObject.class).stream()
        .map(message -> number(message, "position"))
        .toList();
  }

  /** The number in a position, or 0 if there is none. */
  private static long number(JsonObject json, String name) {
    return Position.parse(json.getString(name, "")).map(Position::number).orElse(0L);
  }

  private static List<Long> numbers(int newest, int oldest) {
    return IntStream.rangeClosed(oldest, newest)
        .mapToObj(n -> (long) (newest + oldest - n))
        .toList();
  }
}
