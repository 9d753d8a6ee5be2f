package org.messageboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.metrics.Metrics;
import redis.clients.jedis.RedisClient;

/** Reads a board whose messages were edited and deleted: by every way as they are now. */
class ChangedHistoryTest {

  private static final int RECORDS = 900;

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
    store.lengths = new Lengths(5_000, 20, 5_000, 5_000, 10);
    store.metrics = new Metrics();
    store.highWatermark = new HighWatermark();
    store.open(redis);
  }

  @ParameterizedTest
  @CsvSource({",,7", ",,500", "a,,7", "a,,500", ",Ada,50"})
  void pagesInBothDirectionsHaveEveryMessageAsItIs(String channel, String author, int limit) {
    apply(Records.random(RECORDS, new Random(1)));
    var board =
        board().stream()
            .filter(m -> channel == null || of(m, channel))
            .filter(m -> author == null || m.getString("author").equals(author))
            .toList();
    assertThat(board.stream().filter(m -> m.containsKey("deleted")).count()).isGreaterThan(2);
    assertThat(board.stream().filter(m -> m.containsKey("revision")).count()).isGreaterThan(2);
    var oldest = board.get(board.size() - 1).getString("position");
    var after = new ArrayList<JsonObject>();
    for (var from = before(oldest); from != null; ) {
      var page = page(channel, author, null, from, limit);
      var messages = new ArrayList<>(page.getJsonArray("messages").getValuesAs(JsonObject.class));
      Collections.reverse(messages);
      after.addAll(messages);
      from = page.getString("newer", null);
    }
    Collections.reverse(after);
    assertThat(after).isEqualTo(board);
    // A channel that is read from its newest message on ends with its list
    int first = channel == null ? 0 : store.lengths.channel();
    var start = board.get(first).getString("position");
    assertThat(older(channel, author, start, limit))
        .isEqualTo(board.subList(first + 1, board.size()));
  }

  @Test
  void aThreadIsReadByPagesWithTheRepliesAsTheyAre() {
    var records = new Records().post(1, "ada", "a", "root");
    IntStream.range(2, 12).forEach(i -> records.reply(i, "ada", "a", 1));
    records.edit(3, "ada", "a", "edited", 2).delete(5, "ada", "a", "owner");
    records.react(4, "bob", "a", "👍");
    apply(records.all);
    var replies = new ArrayList<JsonObject>();
    var before = "";
    do {
      var query = HistoryQuery.of(null, null, before.isEmpty() ? null : before, null, null, "3");
      var page = json(store.replies(Records.id(1), query.before(), 3, "bob").toJson());
      replies.addAll(page.getJsonArray("messages").getValuesAs(JsonObject.class));
      before = page.getString("next", "");
    } while (!before.isEmpty());
    assertThat(replies)
        .extracting(m -> m.getString("id"))
        .isEqualTo(IntStream.range(2, 12).mapToObj(i -> Records.id(13 - i)).toList());
    assertThat(replies.get(8).getString("content")).isEqualTo("edited");
    assertThat(replies.get(6).getBoolean("deleted")).isTrue();
    assertThat(replies.get(7).getJsonArray("reactions").toString())
        .isEqualTo("[{\"emoji\":\"👍\",\"count\":1,\"mine\":true}]");
    assertThat(store.replies(Records.id(2), null, 3, null).toJson()).contains("\"messages\":[]");
  }

  /** One call must stay short, however much of a board was deleted. */
  @Test
  void aBoardOfDeletedMessagesIsReadByPages() {
    var records = new Records();
    IntStream.range(0, 1_000).forEach(i -> records.post(i, "ada", "a", "x"));
    IntStream.range(0, 990).forEach(i -> records.delete(i, "ada", "a", "owner"));
    apply(records.all);
    assertThat(older(null, null, after(board().get(0).getString("position")), 100))
        .isEqualTo(board());
  }

  @Test
  void aDeletedMessageIsFoundByItsIdAndAround() {
    var records = new Records().post(1, "ada", "a", "x").post(2, "ada", "a", "y");
    records.post(3, "ada", "a", "z").delete(2, "ada", "a", "owner");
    apply(records.all);
    var shell = json(store.find(Records.id(2), "ada").orElseThrow().json());
    assertThat(shell.keySet()).contains("deleted").doesNotContain("content", "mine");
    var query = HistoryQuery.of(null, null, null, null, Records.id(2), "3");
    assertThat(json(store.history(query, null).toJson()).getJsonArray("messages"))
        .hasSize(3)
        .contains(shell);
  }

  /** Everybody else would read the very same page. */
  @Test
  void aPageForAllSaysWhoWouldReadAnotherOne() {
    var records = new Records().post(1, "ada", "a", "x").post(2, "bob", "a", "y");
    records.post(3, "eve", "b", "z").react(1, "dan", "a", "👍").edit(2, "bob", "a", "new", 2);
    apply(records.all);
    var query = HistoryQuery.of("a", null, null, null, null, "9");
    var shared = store.shared(query);
    assertThat(shared.people()).containsExactlyInAnyOrder("ada", "bob", "dan");
    assertThat(shared.page().toJson())
        .isEqualTo(store.history(query, null).toJson())
        .isEqualTo(store.history(query, "eve").toJson());
    for (var reader : shared.people()) {
      assertThat(store.history(query, reader).toJson()).contains("\"mine\":true");
    }
  }

  @Test
  void aPageForAllDoesNotCountHundredsOfReactions() {
    var records = new Records().post(1, "ada", "a", "x");
    records.post(2, "ada", "a", "y");
    IntStream.range(0, 500).forEach(i -> records.react(1 + i % 2, "reader " + i, "a", "👍"));
    apply(records.all);
    var shared = store.shared(HistoryQuery.of("a", null, null, null, null, "9"));
    assertThat(shared.people()).as("250 of each message").isNull();
    assertThat(shared.page().messages()).hasSize(2);
  }

  private List<JsonObject> older(String channel, String author, String from, int limit) {
    var found = new ArrayList<JsonObject>();
    for (var before = from; before != null; ) {
      var page = page(channel, author, before, null, limit);
      found.addAll(page.getJsonArray("messages").getValuesAs(JsonObject.class));
      before = page.getString("next", null);
    }
    return found;
  }

  private JsonObject page(String channel, String author, String before, String after, int limit) {
    var query = HistoryQuery.of(channel, author, before, after, null, Integer.toString(limit));
    return json(store.history(query, null).toJson());
  }

  private static boolean of(JsonObject message, String channel) {
    return message.getString("channel").equals(channel);
  }

  private static String before(String position) {
    return shifted(position, -1);
  }

  private static String after(String position) {
    return shifted(position, 1);
  }

  private static String shifted(String position, int by) {
    int colon = position.indexOf(':');
    return position.substring(0, colon + 1) + (Long.parseLong(position.substring(colon + 1)) + by);
  }

  private static List<JsonObject> board() {
    return redis.lrange(RedisKeys.BOARD, 0, -1).stream().map(ChangedHistoryTest::json).toList();
  }

  private static JsonObject json(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  private void apply(List<ViewRecord> records) {
    var view = new ViewWriter(redis, new Metrics().redis(), store.lengths);
    assertThat(view.applyFirst("topic", records).isDone()).isTrue();
  }
}
