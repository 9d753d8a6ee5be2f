package org.messageboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messageboard.view.Applied.Result.APPLIED;
import static org.messageboard.view.Applied.Result.MESSAGE_KNOWN;
import static org.messageboard.view.Applied.Result.WITHOUT_EFFECT;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.metrics.Metrics;
import org.messageboard.view.Applied.Result;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.resps.StreamEntry;

/** What counts and what does not, decided by the scripts on a real Redis. */
class JudgeTest {

  private static final int WINDOW = 40;

  @TempDir static Path directory;
  private static RedisProcess server;
  private static RedisClient redis;

  private final Records records = new Records();
  private final ViewWriter view =
      new ViewWriter(redis, new Metrics().redis(), new Lengths(10, 10, WINDOW, 50, 3));

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
  void empty() {
    redis.flushAll();
  }

  @Test
  void theOwnersEditIsTheMessagesContentInEveryList() {
    records.post(1, "ada", "general", "first").post(2, "ada", "general", "other");
    records.edit(1, "ada", "general", "second \"}, \\", 2);
    assertThat(apply()).containsExactly(APPLIED, APPLIED, APPLIED);
    for (var list : List.of(RedisKeys.BOARD, RedisKeys.CHANNEL + "general")) {
      assertThat(redis.lrange(list, 0, -1)).hasSize(2);
      assertThat(redis.lindex(list, 1))
          .contains("\"content\":\"second \\\"}, \\\\\",\"timestamp\":")
          .contains("\"revision\":2,\"editedAt\":\"2026-03-01T12:00:00.002Z\"}")
          .doesNotContain("first", "mentions");
    }
    assertThat(newestEvent())
        .contains("\"type\":\"edited\",\"channel\":\"general\",\"message\":{\"position\":")
        .contains("second")
        .doesNotContain("ada");
  }

  @Test
  void ofTwoEditsOfOneRevisionTheFirstCounts() {
    records.post(1, "ada", "general", "one");
    records.edit(1, "ada", "general", "two", 2).edit(1, "ada", "general", "not this", 2);
    records.edit(1, "ada", "general", "three", 3).edit(1, "ada", "general", "nor this", 5);
    assertThat(apply()).containsExactly(APPLIED, APPLIED, WITHOUT_EFFECT, APPLIED, WITHOUT_EFFECT);
    assertThat(redis.lindex(RedisKeys.BOARD, 0)).contains("three").contains("\"revision\":3");
    assertThat(newestEvent()).contains("\"replaces\":[2]");
    assertThat(numbersInLog()).as("the message and its newest edit").containsExactly(1L, 3L);
  }

  @Test
  void nobodyElseEditsOrDeletesAndNobodyWhatNobodyOwns() {
    records.post(1, "ada", "general", "mine").post(2, null, "general", "nobody's");
    records.edit(1, "eve", "general", "hers", 2).delete(1, "eve", "general", "owner");
    records.edit(2, "eve", "general", "hers", 2).delete(2, "eve", "general", "owner");
    assertThat(apply().subList(2, 6)).containsOnly(WITHOUT_EFFECT);
    assertThat(redis.exists(RedisKeys.CHANGED)).isFalse();
    records.delete(2, "mod", "general", "moderator");
    assertThat(apply()).endsWith(APPLIED);
  }

  @Test
  void whoReactedIsReadUntilTheMessageIsDeleted() {
    var reader = new ViewReader();
    reader.metrics = new Metrics();
    reader.highWatermark = new HighWatermark();
    reader.open(redis);
    records.post(1, "ada", "general", "first").post(2, "ada", "general", "plain");
    records.react(1, "bob", "general", "🎉").react(1, "ada", "general", "🎉");
    records.react(1, "bob", "general", "👍").unreact(1, "bob", "general", "👍");
    apply();
    assertThat(reader.reactions(Records.id(1)))
        .isEqualTo(
            "{\"emoji\":\"🎉\",\"by\":\"name of ada\"},{\"emoji\":\"🎉\",\"by\":\"name of bob\"}");
    assertThat(reader.reactions(Records.id(2))).isEmpty();
    records.delete(1, "ada", "general", "owner");
    apply();
    assertThat(reader.reactions(Records.id(1))).isEmpty();
  }

  @Test
  void aDeletionLeavesTheShellAndEndsEverything() {
    records.post(1, "ada", "general", "first").post(2, "bob", "general", "x");
    records.edit(1, "ada", "general", "second", 2).react(1, "bob", "general", "👍");
    records.reply(3, "bob", "general", 1).delete(1, "ada", "general", "owner");
    records.edit(1, "ada", "general", "third", 3).react(1, "bob", "general", "👎");
    records.unreact(1, "bob", "general", "👍").delete(1, "ada", "general", "owner");
    records.reply(4, "bob", "general", 1);
    assertThat(apply().subList(5, 11))
        .containsExactly(
            APPLIED, WITHOUT_EFFECT, WITHOUT_EFFECT, WITHOUT_EFFECT, WITHOUT_EFFECT, APPLIED);
    assertThat(redis.lindex(RedisKeys.BOARD, -1))
        .contains("\"author\":\"Ada\",\"timestamp\":\"2026-03-01T12:00:00.000Z\",\"deleted\":true")
        .endsWith(
            ",\"deletedBy\":\"owner\",\"reason\":\"of a test\","
                + "\"replies\":2,\"lastReplyAt\":\"2026-03-01T12:00:00.010Z\"}");
    assertThat(events()).filteredOn(e -> e.contains("\"type\":\"deleted\"")).hasSize(1);
    assertThat(events()).anyMatch(e -> e.contains("\"replaces\":[1,3],\"message\":{"));
    assertThat(numbersInLog()).containsExactly(2L, 4L, 5L, 6L, 7L);
  }

  @Test
  void theContentOfADeletedMessageIsInNoKey() {
    records.post(1, "ada", "general", "planted one @planted");
    records.edit(1, "ada", "general", "planted two", 2);
    apply();
    records.edit(1, "ada", "general", "planted three", 3).delete(1, "ada", "general", "owner");
    assertThat(Dump.of(redis).toString()).contains("planted");
    apply();
    assertThat(Dump.of(redis).toString()).contains("deleted").doesNotContain("planted");
    records.post(2, "ada", "general", "planted one").delete(2, "ada", "general", "owner");
    apply();
    assertThat(Dump.of(redis).toString()).doesNotContain("planted");
  }

  @Test
  void aPersonCountsOnceForEachEmoji() {
    records.post(1, "ada", "general", "x").react(1, "ada", "general", "👍");
    records.react(1, "ada", "general", "👍").react(1, "bob", "general", "👍");
    records.react(1, "bob", "general", "❤️").unreact(1, "ada", "general", "👍");
    records.unreact(1, "ada", "general", "👍").unreact(1, "eve", "general", "❤️");
    assertThat(apply())
        .containsExactly(
            APPLIED,
            APPLIED,
            WITHOUT_EFFECT,
            APPLIED,
            APPLIED,
            APPLIED,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT);
    assertThat(redis.lindex(RedisKeys.BOARD, 0))
        .endsWith(
            ",\"reactions\":[{\"emoji\":\"👍\",\"count\":1},{\"emoji\":\"❤️\",\"count\":1}]}");
    assertThat(newestEvent())
        .contains("\"type\":\"unreacted\",\"channel\":\"general\",\"id\":\"" + Records.id(1))
        .contains(",\"emoji\":\"👍\",\"count\":1,\"by\":\"name of ada\",\"event\":");
    records.unreact(1, "bob", "general", "👍").unreact(1, "bob", "general", "❤️");
    apply();
    assertThat(redis.lindex(RedisKeys.BOARD, 0)).doesNotContain("reactions");
  }

  @Test
  void aMessageHasTwentyDifferentEmoji() {
    records.post(1, "ada", "general", "x");
    IntStream.range(0, 21).forEach(i -> records.react(1, "ada", "general", "e" + i));
    records.react(1, "bob", "general", "e19");
    assertThat(apply().subList(20, 23)).containsExactly(APPLIED, WITHOUT_EFFECT, APPLIED);
    records.unreact(1, "ada", "general", "e0").react(1, "ada", "general", "e20");
    assertThat(apply().subList(23, 25)).containsExactly(APPLIED, APPLIED);
  }

  @Test
  void whatIsAboutAMessageOfAnotherChannelDoesNotCount() {
    records.post(1, "ada", "general", "x").post(2, "ada", "other", "y");
    records.edit(1, "ada", "other", "z", 2).delete(1, "ada", "other", "owner");
    records.react(1, "ada", "other", "👍").reply(3, "ada", "other", 1);
    records.reply(4, "ada", "other", 2).reply(4, "ada", "other", 2);
    assertThat(apply())
        .containsExactly(
            APPLIED,
            APPLIED,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            APPLIED,
            MESSAGE_KNOWN);
    assertThat(redis.zrange(RedisKeys.REPLIES + Records.id(2), 0, -1))
        .containsExactly(Records.id(4));
  }

  @Test
  void inAnArchivedChannelOnlyDeletionsCount() {
    records.set("general", "too early", false).post(1, "ada", "general", "x");
    records.set("general", "a \"topic\"", true).set("general", "a \"topic\"", true);
    records.post(2, "ada", "general", "y").reply(3, "ada", "general", 1);
    records.edit(1, "ada", "general", "z", 2).react(1, "ada", "general", "👍");
    records.post(2, "ada", "other", "y").delete(1, "ada", "general", "owner");
    records.set("general", "", false).post(3, "ada", "general", "again");
    assertThat(apply())
        .containsExactly(
            WITHOUT_EFFECT,
            APPLIED,
            APPLIED,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            APPLIED,
            APPLIED,
            APPLIED,
            APPLIED);
    assertThat(events())
        .anyMatch(
            e ->
                e.contains(
                    "\"type\":\"channel\",\"channel\":\"general\",\"topic\":\"a \\\"topic\\\"\","
                        + "\"kind\":\"open\",\"archived\":true,\"by\":\"ada \\\"},{\",\"event\":"));
    assertThat(redis.hget(RedisKeys.SETTINGS, "general"))
        .isEqualTo("\"topic\":\"\",\"kind\":\"open\",\"archived\":false");
  }

  @Test
  void whatHasLeftTheLogIsNotJudgedAndItsStateIsForgotten() {
    records.post(1, "ada", "general", "x").reply(2, "ada", "general", 1);
    apply();
    assertThat(redis.exists(RedisKeys.MESSAGE + Records.id(1))).isTrue();
    IntStream.range(0, WINDOW - 2).forEach(i -> records.post(10 + i, "ada", "general", "y"));
    records.edit(1, "ada", "general", "now", 2);
    records.edit(1, "ada", "general", "too late", 3).reply(3, "ada", "general", 1);
    assertThat(apply()).endsWith(APPLIED, WITHOUT_EFFECT, APPLIED);
    assertThat(redis.keys("{messages}:message:*")).isEmpty();
    assertThat(redis.keys("{messages}:replies:*")).isEmpty();
    assertThat(redis.exists(RedisKeys.CHANGED)).isFalse();
    assertThat(redis.hget(RedisKeys.STATE, "c")).isNull();
  }

  /**
   * The ids forget it after 50 messages; the log, which is trimmed roughly, and the list do not.
   */
  @ParameterizedTest
  @ValueSource(ints = {45, 70})
  void theDeletionOfAnOldMessageRemovesWhatListsAndLogStillHave(int later) {
    records.post(1, "ada", "quiet", "planted @planted").reply(2, "bob", "quiet", 1);
    records.edit(1, "ada", "quiet", "planted again", 2).react(1, "bob", "quiet", "👍");
    records.post(3, "ada", "gone", "x");
    IntStream.range(0, later).forEach(i -> records.post(10 + i, "ada", "general", "y"));
    apply();
    assertThat(Dump.of(redis).toString()).contains("planted");
    records.delete(1, "ada", "general", "owner").delete(1, "ada", "quiet", "owner");
    records.delete(1, "ada", "quiet", "owner").delete(99, "ada", "quiet", "owner");
    assertThat(apply()).endsWith(WITHOUT_EFFECT, APPLIED, WITHOUT_EFFECT, WITHOUT_EFFECT);
    assertThat(Dump.of(redis).toString()).doesNotContain("planted");
    assertThat(redis.lrange(RedisKeys.CHANNEL + "quiet", 1, 1).toString())
        .contains("\"author\":\"Ada\",\"timestamp\":\"2026-03-01T12:00:00.000Z\",\"deleted\":true")
        .contains("\"deletedBy\":\"owner\",\"reason\":\"of a test\",\"replies\":1,\"lastReplyAt\"")
        .doesNotContain("reactions", "revision");
    assertThat(newestEvent())
        .contains("\"type\":\"deleted\",\"channel\":\"quiet\",")
        .contains(later == 45 ? "\"replaces\":[1,3],\"message\":{" : "\"message\":{");
  }

  /** Only the name is taken from what was deleted before, and it is taken however old that is. */
  @ParameterizedTest
  @ValueSource(ints = {0, 45, 70})
  void anErasureTakesTheAuthorsNameToo(int later) {
    records.post(1, "ada", "quiet", "planted").post(2, "ada", "quiet", "x");
    records.reply(3, "bob", "quiet", 2).delete(2, "ada", "quiet", "owner");
    IntStream.range(0, later).forEach(i -> records.post(10 + i, "ada", "general", "y"));
    apply();
    records.erase(1, "quiet").erase(2, "quiet").erase(1, "quiet").erase(2, "quiet");
    assertThat(apply()).endsWith(APPLIED, APPLIED, WITHOUT_EFFECT, WITHOUT_EFFECT);
    var shells = redis.lrange(RedisKeys.CHANNEL + "quiet", 1, 2);
    assertThat(shells).allMatch(s -> s.contains("\"author\":\"(erased)\",\"timestamp\":"));
    assertThat(shells.get(1)).endsWith("\"deletedBy\":\"moderator\",\"erased\":true}");
    assertThat(shells.get(0))
        .contains(
            "\"deletedBy\":\"owner\",\"reason\":\"of a test\",\"erased\":true,\"replies\":1,");
    assertThat(newestEvent()).contains("\"author\":\"(erased)\"");
    assertThat(Dump.of(redis).toString()).doesNotContain("planted");
  }

  @Test
  void aBoardWithoutChangesHasNoFurtherKeys() {
    IntStream.range(0, 20).forEach(i -> records.post(i, "ada", "general", "x"));
    apply();
    assertThat(redis.keys("*"))
        .containsExactlyInAnyOrder(
            RedisKeys.BOARD,
            RedisKeys.LOG,
            RedisKeys.OFFSETS,
            RedisKeys.IDS,
            RedisKeys.STATE,
            RedisKeys.CHANNELS,
            RedisKeys.COUNTS,
            RedisKeys.CHANNEL + "general");
  }

  private List<Result> apply() {
    var applied = view.apply("topic", null, records.all);
    if (applied.state() == Applied.State.EMPTY) {
      applied = view.applyFirst("topic", records.all);
    }
    assertThat(applied.isDone()).isTrue();
    assertThat(view.look(null, 0, 10).state()).isEqualTo(Applied.State.WHOLE);
    return applied.results();
  }

  private List<String> events() {
    return log().stream().map(entry -> entry.getFields().get("m")).toList();
  }

  private String newestEvent() {
    return events().get(events().size() - 1);
  }

  private List<Long> numbersInLog() {
    return log().stream().map(entry -> entry.getID().getTime()).toList();
  }

  private static List<StreamEntry> log() {
    return redis.xrange(RedisKeys.LOG, "-", "+");
  }
}
