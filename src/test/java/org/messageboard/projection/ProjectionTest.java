package org.messageboard.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messageboard.projection.Applied.Result.APPLIED;
import static org.messageboard.projection.Applied.Result.GAP;
import static org.messageboard.projection.Applied.Result.MESSAGE_KNOWN;
import static org.messageboard.projection.Applied.Result.OFFSET_KNOWN;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.messages.Message;
import org.messageboard.messages.Position;
import org.messageboard.metrics.Metrics;
import org.messageboard.platform.RedisKeys;
import org.messageboard.projection.Projection.Lengths;
import redis.clients.jedis.RedisClient;

/** The script against a real Redis. */
class ProjectionTest {

  private static final String TOPIC = "topic-1";

  @TempDir static Path directory;
  private static RedisProcess server;
  private static RedisClient redis;

  private final Projection projection =
      new Projection(redis, new Metrics().redis(), new Lengths(5, 3, 100, 50, 2));

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
  void recordsInTheirOrderBecomeEvents() {
    var applied = apply(record(0, 0), record(1, 0), record(0, 1));
    assertThat(applied.results()).containsExactly(APPLIED, APPLIED, APPLIED);
    assertThat(applied.position().number()).isEqualTo(3);
    assertThat(redis.lrange(RedisKeys.BOARD, 0, -1))
        .hasSize(3)
        .allMatch(json -> json.startsWith("{\"position\":\"" + applied.position().epoch() + ":"));
    assertThat(projection.offsets(TOPIC)).containsEntry(0, 1L).containsEntry(1, 0L);
  }

  @Test
  void aRedeliveredOffsetChangesNothing() {
    apply(record(0, 0), record(0, 1));
    var before = redis.lrange(RedisKeys.BOARD, 0, -1);
    var again = apply(record(0, 0), record(0, 1), record(0, 2));
    assertThat(again.results()).containsExactly(OFFSET_KNOWN, OFFSET_KNOWN, APPLIED);
    assertThat(redis.lrange(RedisKeys.BOARD, 1, -1)).isEqualTo(before);
  }

  @Test
  void aRepeatedMessageIdIsRefusedInAnyPartition() {
    apply(record(0, 0, "general", 7));
    var again = apply(record(1, 0, "general", 7), record(0, 1, "general", 7));
    assertThat(again.results()).containsExactly(MESSAGE_KNOWN, MESSAGE_KNOWN);
    assertThat(redis.llen(RedisKeys.BOARD)).isEqualTo(1);
    assertThat(projection.offsets(TOPIC)).containsEntry(0, 1L).containsEntry(1, 0L);
  }

  @Test
  void nothingAfterAGapIsApplied() {
    apply(record(0, 0));
    var applied = apply(record(0, 2), record(0, 3), record(1, 0));
    assertThat(applied.results()).containsExactly(GAP, GAP, APPLIED);
    assertThat(projection.offsets(TOPIC)).containsEntry(0, 0L);
  }

  @Test
  void aHoleInTheTopicIsPassedWhenTheReaderKnowsIt() {
    apply(record(0, 0));
    var applied = apply(new TopicRecord(0, 0, 5, message("general", 5), ""));
    assertThat(applied.results()).containsExactly(APPLIED);
    assertThat(projection.offsets(TOPIC)).containsEntry(0, 5L);
  }

  @Test
  void aPassedOverRecordOnlyMovesTheOffset() {
    var applied = apply(new TopicRecord(0, -1, 0, null, ""), record(0, 1));
    assertThat(applied.results()).containsExactly(MESSAGE_KNOWN, APPLIED);
    assertThat(applied.position().number()).isEqualTo(1);
  }

  @Test
  void aTopicCreatedAgainStartsAtOffsetZero() {
    apply(record(0, 0), record(0, 1));
    var applied = projection.apply("topic-2", null, null, List.of(record(0, 0, "general", 100)));
    assertThat(applied.results()).containsExactly(APPLIED);
    assertThat(applied.position().number()).isEqualTo(3);
    assertThat(projection.offsets(TOPIC)).containsEntry(0, 1L);
    assertThat(projection.offsets("topic-2")).containsEntry(0, 0L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        RedisKeys.BOARD,
        RedisKeys.LOG,
        RedisKeys.IDS,
        RedisKeys.STATE,
        RedisKeys.CHANNELS,
        RedisKeys.COUNTS
      })
  void aKeyThatIsGoneTakesTheRestWithIt(String key) {
    var before = apply(record(0, 0), record(0, 1));
    projection.forgetUnlessWhole();
    assertThat(projection.offsets(TOPIC)).containsEntry(0, 1L);
    redis.del(key);
    projection.forgetUnlessWhole();
    assertThat(redis.keys("*")).isEmpty();
    var again = apply(record(0, 0), record(0, 1));
    assertThat(again.results()).containsExactly(APPLIED, APPLIED);
    assertThat(again.position().epoch()).isNotEqualTo(before.position().epoch());
  }

  @Test
  void aKeyThatIsGoneIsFoundByTheNextRecord() {
    apply(record(0, 0), record(0, 1));
    redis.del(RedisKeys.LOG);
    assertThat(apply(record(0, 2)).results()).containsExactly(GAP);
  }

  @Test
  void aTopicOfUnreadableRecordsOnlyIsWhole() {
    apply(new TopicRecord(0, -1, 0, null, ""));
    projection.forgetUnlessWhole();
    assertThat(projection.offsets(TOPIC)).containsEntry(0, 0L);
  }

  @Test
  void listsKeepTheNewest() {
    for (int offset = 0; offset < 9; offset++) {
      apply(record(0, offset));
    }
    assertThat(redis.llen(RedisKeys.BOARD)).isEqualTo(5);
    assertThat(redis.llen(RedisKeys.CHANNEL + "general")).isEqualTo(3);
    assertThat(redis.lindex(RedisKeys.BOARD, 0)).contains(":9\"");
    assertThat(redis.hget(RedisKeys.COUNTS, "general")).isEqualTo("9");
  }

  @Test
  void aLargeBatchLeavesTheSameListsAsSmallOnes() {
    var batch = LongStream.range(0, 400).mapToObj(o -> record(0, o)).toArray(TopicRecord[]::new);
    apply(batch);
    assertThat(redis.llen(RedisKeys.BOARD)).isEqualTo(5);
    assertThat(redis.lindex(RedisKeys.BOARD, 0)).contains(":400\"");
    assertThat(redis.lindex(RedisKeys.BOARD, 4)).contains(":396\"");
  }

  @Test
  void theQuietestChannelIsForgottenBeyondTheLimit() {
    apply(record(0, 0, "one", 1), record(0, 1, "two", 2), record(0, 2, "one", 3));
    apply(record(0, 3, "three", 4));
    assertThat(redis.zrange(RedisKeys.CHANNELS, 0, -1)).containsExactly("one", "three");
    assertThat(redis.exists(RedisKeys.CHANNEL + "two")).isFalse();
    assertThat(redis.hget(RedisKeys.COUNTS, "two")).isNull();
  }

  @Test
  void theEpochStaysWhileNothingIsLost() {
    var first = apply(record(0, 0)).position();
    var second = apply(first, null, record(0, 1)).position();
    assertThat(second).isEqualTo(new Position(first.epoch(), 2));
  }

  @Test
  void aRedisBehindWhatWasSeenGetsANewEpoch() {
    var first = apply(record(0, 0)).position();
    var seen = new Position(first.epoch(), 5);
    var after = apply(seen, null, record(0, 1)).position();
    assertThat(after.epoch()).isNotEqualTo(first.epoch());
    assertThat(apply(seen, null, record(0, 2)).position().epoch()).isEqualTo(after.epoch());
  }

  @Test
  void aRepairEndsTheEpochOnce() {
    var first = apply(record(0, 0)).position();
    var repaired = apply(null, first.epoch(), record(0, 1)).position();
    assertThat(repaired.epoch()).isNotEqualTo(first.epoch());
    assertThat(apply(null, first.epoch(), record(0, 2)).position().epoch())
        .isEqualTo(repaired.epoch());
  }

  @Test
  void everyEventIsPublishedAndLogged() {
    apply(record(0, 0), record(0, 1));
    var logged = redis.xrange(RedisKeys.LOG, "-", "+");
    assertThat(logged).hasSize(2);
    assertThat(logged.get(1).getID()).hasToString("2-0");
    assertThat(logged.get(1).getFields().get("m")).isEqualTo(redis.lindex(RedisKeys.BOARD, 0));
  }

  private Applied apply(TopicRecord... records) {
    return apply(null, null, records);
  }

  private Applied apply(Position known, String broken, TopicRecord... records) {
    return projection.apply(TOPIC, known, broken, new ArrayList<>(List.of(records)));
  }

  private static TopicRecord record(int partition, long offset) {
    return record(partition, offset, "general", 1000L * partition + offset);
  }

  private static TopicRecord record(int partition, long offset, String channel, long id) {
    return new TopicRecord(partition, offset - 1, offset, message(channel, id), "");
  }

  private static Message message(String channel, long id) {
    var uuid = "00000000-0000-4000-8000-%012x".formatted(id);
    return new Message(null, uuid, channel, "Ada", "Hello", "2026-03-01T12:00:00Z");
  }
}
