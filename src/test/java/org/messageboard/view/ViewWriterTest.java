package org.messageboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messageboard.view.Applied.Result.APPLIED;
import static org.messageboard.view.Applied.Result.GAP;
import static org.messageboard.view.Applied.Result.MESSAGE_KNOWN;
import static org.messageboard.view.Applied.Result.OFFSET_KNOWN;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.messageboard.board.Message;
import org.messageboard.board.Position;
import org.messageboard.board.UnknownEvent;
import org.messageboard.dev.Await;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.metrics.Metrics;
import org.messageboard.view.Applied.State;
import org.messageboard.view.ViewWriter.Begun;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisClient;

/** Runs the scripts on a real Redis. */
class ViewWriterTest {

  private static final String TOPIC = "topic-1";
  private static final String CHANNEL = RedisKeys.CHANNEL + "general";

  static final List<String> KEYS =
      List.of(
          RedisKeys.BOARD,
          RedisKeys.LOG,
          RedisKeys.OFFSETS,
          RedisKeys.IDS,
          RedisKeys.STATE,
          RedisKeys.CHANNELS,
          RedisKeys.COUNTS,
          CHANNEL,
          RedisKeys.CHANNEL + "other");

  @TempDir static Path directory;
  private static RedisProcess server;
  private static RedisClient redis;

  private final ViewWriter projection =
      new ViewWriter(redis, new Metrics().redis(), new Lengths(5, 3, 100, 50, 2));

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
  void recordsBecomeEventsInOrder() {
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
  void aKnownGapInTheTopicIsSkipped() {
    apply(record(0, 0));
    var applied = apply(new ViewRecord(0, 0, 5, message("general", 5), ""));
    assertThat(applied.results()).containsExactly(APPLIED);
    assertThat(projection.offsets(TOPIC)).containsEntry(0, 5L);
  }

  @Test
  void aSkippedRecordOnlyMovesTheOffset() {
    var applied = apply(new ViewRecord(0, -1, 0, null, ""), record(0, 1));
    assertThat(applied.results()).containsExactly(MESSAGE_KNOWN, APPLIED);
    assertThat(applied.position().number()).isEqualTo(1);
  }

  @Test
  void aRecreatedTopicStartsAtOffsetZero() {
    apply(record(0, 0), record(0, 1));
    var applied = projection.apply("topic-2", null, List.of(record(0, 0, "general", 100)));
    assertThat(applied.results()).containsExactly(APPLIED);
    assertThat(applied.position().number()).isEqualTo(3);
    assertThat(projection.offsets(TOPIC)).containsEntry(0, 1L);
    assertThat(projection.offsets("topic-2")).containsEntry(0, 0L);
  }

  @ParameterizedTest
  @MethodSource("subsets")
  void aViewWithMissingKeysIsDiscarded(List<String> keys) {
    apply(record(0, 0), record(1, 0, "other", 7), record(0, 1));
    assertThat(look()).isEqualTo(State.WHOLE);
    redis.del(keys.toArray(String[]::new));
    boolean listsOnly = keys.containsAll(KEYS.subList(0, 7));
    assertThat(look()).isEqualTo(listsOnly ? State.EMPTY : State.LACKING);
    assertThat(projection.offsets(TOPIC)).isEmpty();
    repair(record(0, 0), record(1, 0, "other", 7), record(0, 1));
    assertThat(redis.keys("*")).containsExactlyInAnyOrderElementsOf(KEYS);
    assertThat(redis.lrange(CHANNEL, 0, -1)).hasSize(2);
  }

  @ParameterizedTest
  @FieldSource("KEYS")
  void aKeyOfTheWrongTypeIsReplaced(String key) {
    apply(record(0, 0), record(1, 0, "other", 7), record(0, 1));
    redis.del(key);
    redis.setbit(key, 1, true);
    assertThat(look()).isEqualTo(State.LACKING);
    repair(record(0, 0), record(1, 0, "other", 7), record(0, 1), record(0, 2));
    assertThat(look()).isEqualTo(State.WHOLE);
    assertThat(redis.lrange(CHANNEL, 0, -1)).hasSize(3);
  }

  @ParameterizedTest
  @FieldSource("KEYS")
  void aKeyOlderThanTheRestIsDetected(String key) {
    apply(record(0, 0), record(1, 0, "other", 7), record(0, 1));
    var older = redis.dump(key);
    apply(record(0, 2), record(1, 1, "other", 8));
    redis.del(key);
    redis.restore(key, 0, older);
    assertThat(look()).isEqualTo(State.LACKING);
    repair(record(0, 0), record(1, 0, "other", 7), record(0, 1), record(0, 2));
    assertThat(look()).isEqualTo(State.WHOLE);
  }

  @Test
  void remainsOfAnEarlierViewAreNotMixedIn() {
    redis.lpush(CHANNEL, "{\"position\":\"old:9\",\"id\":\"1\"}");
    apply(record(0, 0));
    assertThat(redis.lrange(CHANNEL, 0, -1)).hasSize(1).allMatch(json -> json.contains(":1\""));
  }

  @Test
  void theNextRecordDetectsAMissingKey() {
    apply(record(0, 0), record(0, 1));
    redis.del(RedisKeys.LOG);
    assertThat(apply(record(0, 2)).state()).isEqualTo(State.LACKING);
  }

  @Test
  void anOlderServersViewIsAcceptedAsIs() {
    apply(record(0, 0), record(0, 1));
    redis.hdel(RedisKeys.STATE, "m", "v", "from");
    redis.hdel(RedisKeys.COUNTS, "#");
    redis.hdel(RedisKeys.OFFSETS, "#:0");
    assertThat(look()).isEqualTo(State.WHOLE);
    assertThat(apply(record(0, 2)).results()).containsExactly(APPLIED);
    assertThat(look()).isEqualTo(State.WHOLE);
  }

  @Test
  void theViewOfATopicWithOnlyUnreadableRecordsIsWhole() {
    apply(new ViewRecord(0, -1, 0, null, ""));
    assertThat(look()).isEqualTo(State.WHOLE);
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
    var batch = LongStream.range(0, 400).mapToObj(o -> record(0, o)).toArray(ViewRecord[]::new);
    apply(batch);
    assertThat(redis.llen(RedisKeys.BOARD)).isEqualTo(5);
    assertThat(redis.lindex(RedisKeys.BOARD, 0)).contains(":400\"");
    assertThat(redis.lindex(RedisKeys.BOARD, 4)).contains(":396\"");
  }

  @Test
  void theLeastRecentlyActiveChannelIsDroppedBeyondTheLimit() {
    apply(record(0, 0, "one", 1), record(0, 1, "two", 2), record(0, 2, "one", 3));
    apply(record(0, 3, "three", 4));
    assertThat(redis.zrange(RedisKeys.CHANNELS, 0, -1)).containsExactly("one", "three");
    assertThat(redis.exists(RedisKeys.CHANNEL + "two")).isFalse();
    assertThat(redis.hget(RedisKeys.COUNTS, "two")).isNull();
  }

  @Test
  void theEpochStaysWhileNothingIsLost() {
    var first = apply(record(0, 0)).position();
    var second = apply(first, record(0, 1)).position();
    assertThat(second).isEqualTo(new Position(first.epoch(), 2));
  }

  @Test
  void aRedisBehindTheKnownPositionTakesNothingUntilItIsRepaired() {
    var first = apply(record(0, 0)).position();
    var seen = new Position(first.epoch(), 5);
    assertThat(apply(seen, record(0, 1)).state()).isEqualTo(State.LACKING);
    assertThat(apply(record(0, 1)).state()).isEqualTo(State.LACKING);
    var after = repair(record(0, 1));
    assertThat(after.epoch()).isNotEqualTo(first.epoch());
    assertThat(apply(seen, record(0, 2)).position()).isEqualTo(new Position(after.epoch(), 3));
  }

  @Test
  void aWipedRedisCountsAsEmptyOnlyWithoutAKnownPosition() {
    var first = apply(record(0, 0)).position();
    redis.flushAll();
    assertThat(projection.apply(TOPIC, null, List.of(record(0, 1))).state()).isEqualTo(State.EMPTY);
    assertThat(projection.apply(TOPIC, first, List.of(record(0, 1))).state())
        .isEqualTo(State.LACKING);
    assertThat(redis.exists(RedisKeys.LOG)).isFalse();
  }

  @Test
  void aRepairPublishesNothingAndItsEpochStartsWhenItEnds() throws Exception {
    var first = apply(record(0, 0)).position();
    var published = new ArrayList<String>();
    try (var listener = RedisClient.create(server.url())) {
      var subscription = listen(published);
      var thread = new Thread(() -> listener.subscribe(subscription, RedisKeys.PUBSUB));
      thread.start();
      Await.until(subscription::isSubscribed, Duration.ofSeconds(5));
      var epoch = repair(record(0, 1), record(0, 2)).epoch();
      assertThat(epoch).isNotEqualTo(first.epoch());
      apply(record(0, 3));
      Await.until(() -> !published.isEmpty(), Duration.ofSeconds(5));
      assertThat(published).singleElement().asString().contains(epoch + ":4\"");
      subscription.unsubscribe();
      thread.join();
    }
  }

  @Test
  void onlyTheRepairWritesWhileItRuns() {
    var first = apply(record(0, 0)).position();
    assertThat(begin("aaa", first.epoch())).isEqualTo(Begun.CALLERS);
    assertThat(begin("bbb", first.epoch())).isEqualTo(Begun.ANOTHERS);
    assertThat(apply(record(0, 1)).state()).isEqualTo(State.LACKING);
    assertThat(projection.fill("bbb", TOPIC, 0, List.of(record(0, 1)))).isFalse();
    assertThat(projection.fill("aaa", TOPIC, 0, List.of(record(0, 1)))).isTrue();
    assertThat(projection.endRepair("bbb")).isFalse();
    assertThat(projection.endRepair("aaa")).isTrue();
    assertThat(begin("bbb", first.epoch())).isEqualTo(Begun.OVER);
    assertThat(apply(record(0, 2)).position()).isEqualTo(new Position("aaa", 3));
  }

  @Test
  void aRepairThatRedisFellBehindIsNotTheCallersAnyMore() {
    var first = apply(record(0, 0)).position();
    begin("aaa", first.epoch());
    assertThat(projection.fill("aaa", TOPIC, 0, List.of(record(0, 5)))).isFalse();
    assertThat(projection.fill("aaa", TOPIC, 0, List.of(record(0, 1)))).isTrue();
  }

  @Test
  void aRepairFindsEverythingThatIsMissing() {
    var first = apply(record(0, 0), record(1, 0, "other", 7)).position();
    redis.del(RedisKeys.CHANNEL + "other");
    assertThat(projection.look(null, 0, 0).state()).isEqualTo(State.WHOLE);
    begin("aaa", first.epoch());
    assertThat(projection.offsets(TOPIC)).isEmpty();
  }

  @Test
  void anAbandonedRepairIsTakenOver() {
    var first = apply(record(0, 0)).position();
    begin("aaa", first.epoch());
    var taken = projection.beginRepair("bbb", first.epoch(), Duration.ZERO);
    assertThat(taken).isEqualTo(Begun.CALLERS);
    assertThat(projection.fill("aaa", TOPIC, 0, List.of(record(0, 1)))).isFalse();
    assertThat(projection.fill("bbb", TOPIC, 0, List.of(record(0, 1)))).isTrue();
  }

  @Test
  void anEventOfUnknownTypeGetsANumberButIsNotAMessage() {
    var event = new UnknownEvent("general", "\"type\":\"praised\",\"channel\":\"general\"}");
    var applied = apply(record(0, 0), new ViewRecord(0, 0, 1, event, ""), record(0, 2));
    assertThat(applied.results()).containsExactly(APPLIED, APPLIED, APPLIED);
    var epoch = applied.position().epoch();
    assertThat(redis.xrange(RedisKeys.LOG, "2-0", "2-0"))
        .singleElement()
        .extracting(e -> e.getFields().get("m"))
        .isEqualTo(
            "{\"position\":\"" + epoch + ":2\",\"type\":\"praised\",\"channel\":\"general\"}");
    assertThat(redis.lrange(RedisKeys.BOARD, 0, -1)).hasSize(2);
    assertThat(redis.hget(RedisKeys.COUNTS, "general")).isEqualTo("2");
    apply(new ViewRecord(0, 2, 3, event, ""));
    assertThat(look()).isEqualTo(State.WHOLE);
  }

  @Test
  void everyEventIsPublishedAndLogged() {
    apply(record(0, 0), record(0, 1));
    var logged = redis.xrange(RedisKeys.LOG, "-", "+");
    assertThat(logged).hasSize(2);
    assertThat(logged.get(1).getID()).hasToString("2-0");
    assertThat(logged.get(1).getFields().get("m")).isEqualTo(redis.lindex(RedisKeys.BOARD, 0));
  }

  @Test
  void theOwnerIsInTheLogAndNowhereElse() throws InterruptedException {
    var published = Collections.synchronizedList(new ArrayList<String>());
    var subscription = listen(published);
    var thread = new Thread(() -> redis.subscribe(subscription, RedisKeys.PUBSUB));
    thread.start();
    Await.until(subscription::isSubscribed, Duration.ofSeconds(5));
    apply(owned(0, "somebody"), record(0, 1));
    Await.until(() -> published.size() == 2, Duration.ofSeconds(5));
    subscription.unsubscribe();
    thread.join();
    assertThat(published).hasSize(2).noneMatch(json -> json.contains("somebody"));
    assertThat(redis.xrange(RedisKeys.LOG, "-", "+"))
        .extracting(entry -> entry.getFields().get("o"))
        .containsExactly("somebody", null);
    assertThat(redis.lrange(RedisKeys.BOARD, 0, -1))
        .isEqualTo(List.of(published.get(1), published.get(0)));
    assertThat(redis.lrange(CHANNEL, 0, -1)).isEqualTo(redis.lrange(RedisKeys.BOARD, 0, -1));
  }

  @Test
  void aRepairBringsTheOwnersBack() {
    apply(owned(0, "somebody"));
    redis.del(RedisKeys.LOG);
    look();
    repair(owned(0, "somebody"));
    assertThat(redis.xrange(RedisKeys.LOG, "-", "+"))
        .singleElement()
        .extracting(entry -> entry.getFields().get("o"))
        .isEqualTo("somebody");
  }

  private Applied apply(ViewRecord... records) {
    return apply(null, records);
  }

  /** Applies records like a consumer, for which the board may be new. */
  private Applied apply(Position known, ViewRecord... records) {
    var applied = projection.apply(TOPIC, known, List.of(records));
    return applied.state() == State.EMPTY
        ? projection.applyFirst(TOPIC, List.of(records))
        : applied;
  }

  private State look() {
    return projection.look(null, 0, 100).state();
  }

  /** Fills the view with these records and returns its new position. */
  private Position repair(ViewRecord... records) {
    var epoch = projection.look(null, 0, 0).position().epoch();
    var token = ViewWriter.newEpoch();
    assertThat(begin(token, epoch)).isEqualTo(Begun.CALLERS);
    assertThat(projection.fill(token, TOPIC, 0, List.of(records))).isTrue();
    assertThat(projection.endRepair(token)).isTrue();
    return projection.look(null, 0, 0).position();
  }

  private Begun begin(String token, String epoch) {
    return projection.beginRepair(token, epoch, Duration.ofMinutes(1));
  }

  private static JedisPubSub listen(List<String> published) {
    return new JedisPubSub() {
      @Override
      public void onMessage(String channel, String message) {
        published.add(message);
      }
    };
  }

  /** Every combination of lost keys. */
  static Stream<List<String>> subsets() {
    var keys = KEYS.subList(0, 8);
    return IntStream.range(1, 1 << keys.size())
        .mapToObj(
            bits ->
                IntStream.range(0, keys.size())
                    .filter(i -> (bits & 1 << i) != 0)
                    .mapToObj(keys::get)
                    .toList());
  }

  private static ViewRecord record(int partition, long offset) {
    return record(partition, offset, "general", 1000L * partition + offset);
  }

  private static ViewRecord record(int partition, long offset, String channel, long id) {
    return new ViewRecord(partition, offset - 1, offset, message(channel, id), "");
  }

  private static ViewRecord owned(long offset, String owner) {
    var nobodys = message("general", offset);
    var message =
        new Message(
            null,
            nobodys.id(),
            nobodys.channel(),
            nobodys.author(),
            nobodys.content(),
            nobodys.timestamp(),
            owner);
    return new ViewRecord(0, offset - 1, offset, message, "");
  }

  private static Message message(String channel, long id) {
    var uuid = "00000000-0000-4000-8000-%012x".formatted(id);
    return new Message(null, uuid, channel, "Ada", "Hello", "2026-03-01T12:00:00Z");
  }
}
