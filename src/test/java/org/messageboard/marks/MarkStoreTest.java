package org.messageboard.marks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.board.Identity;
import org.messageboard.board.Position;
import org.messageboard.dev.Await;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.http.ProblemException;
import org.messageboard.marks.MarkStore.LostException;
import org.messageboard.marks.MarkStore.Move;
import org.messageboard.metrics.Metrics;
import org.messageboard.view.RedisKeys;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;

/** Runs the script on a real Redis. */
class MarkStoreTest {

  private static final String GENERAL = "general";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir static Path directory;
  private static RedisProcess server;
  private static RedisClient redis;

  private final MarkStore store = new MarkStore(redis, new Metrics().redis());

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
  void aBoardOfTenMessages() {
    redis.flushAll();
    board("e1", 1, 10);
    store.restored("e1");
  }

  @Test
  void aMarkMovesForwardAndIsReadWithTheMessagesCurrentPosition() throws LostException {
    assertThat(store.of("ada")).isEmpty();
    assertThat(store.move(ada(3)).stands()).isTrue();
    assertThat(store.move(ada(7)).standing()).isEqualTo(standing("e1", 7));
    assertThat(store.of("ada")).containsExactly(standing("e1", 7));
    assertThat(store.of("bob")).isEmpty();
  }

  @Test
  void aMarkNeverMovesBackwardsAndTheLaterOneIsAnswered() throws LostException {
    store.move(ada(7));
    var moved = store.move(ada(3));
    assertThat(moved.stands()).isFalse();
    assertThat(moved.standing()).isEqualTo(standing("e1", 7));
    assertThat(store.of("ada")).containsExactly(standing("e1", 7));
  }

  @Test
  void theSameMarkStandsHoweverOftenItIsSent() throws LostException {
    store.move(ada(7));
    assertThat(store.move(ada(7)).stands()).isTrue();
    assertThat(store.of("ada")).hasSize(1);
  }

  @Test
  void afterTheBoardWasReadAnewMessagesAreComparedByTheirNewNumbers() throws LostException {
    store.move(ada(3));
    // The numbers of what is left begin anew, and an earlier position would have a higher one
    redis.del(RedisKeys.IDS);
    board("e2", 101, 10);
    store.restored("e2");
    assertThat(store.of("ada")).extracting(StandingMark::position).containsExactly(at("e2", 103));
    assertThat(store.move(ada(2)).stands()).isFalse();
    assertThat(store.move(ada(4)).stands()).isTrue();
  }

  @Test
  void whoKnowsAMessageThatTheBoardHasForgottenIsBehindOneThatItHas() throws LostException {
    store.move(ada(3));
    redis.zrem(RedisKeys.IDS, id(3));
    assertThat(store.of("ada")).extracting(StandingMark::position).containsOnlyNulls();
    assertThat(store.move(ada(4)).stands()).isTrue();
    store.restore(List.of(ada(3)));
    assertThat(store.of("ada")).containsExactly(standing("e1", 4));
  }

  @Test
  void ofTwoForgottenMessagesTheOneThatWasReadLaterCounts() throws LostException {
    redis.del(RedisKeys.IDS);
    store.restore(List.of(ada(3), ada(5), ada(4)));
    assertThat(store.of("ada")).extracting(StandingMark::mark).containsExactly(ada(5).mark());
  }

  @Test
  void afterALossNobodyGetsOrMovesAMarkUntilAllAreBack() throws LostException {
    store.move(ada(7));
    redis.flushAll();
    board("e2", 1, 10);
    assertThat(catchThrowableOfType(LostException.class, () -> store.of("ada"))).isNotNull();
    assertThat(catchThrowableOfType(LostException.class, () -> store.move(ada(3)))).isNotNull();
    var epoch = store.epoch();
    store.restore(List.of(ada(2), ada(7), ada(5), new Move("bob", "news", ada(1).mark())));
    store.restored("e1");
    assertThat(catchThrowableOfType(LostException.class, () -> store.of("ada"))).isNotNull();
    store.restored(epoch);
    assertThat(store.of("ada")).containsExactly(standing("e2", 7));
    assertThat(store.of("bob")).extracting(StandingMark::channel).containsExactly("news");
  }

  @Test
  void aDeletedMessageAndTheNewestOneOfAQuietChannelCanBeRead() throws LostException {
    redis.del(RedisKeys.LOG);
    assertThat(store.move(ada(10)).stands()).isTrue();
    var deleted = "{\"position\":\"e1:4\",\"id\":\"%s\",\"channel\":\"general\"".formatted(id(4));
    redis.hset(RedisKeys.MESSAGE + id(4), "base", deleted);
    assertThat(store.move(new Move("bob", GENERAL, ada(4).mark())).stands()).isTrue();
  }

  @Test
  void onlyAMemberHasAMarkInAPrivateChannel() throws LostException {
    var name = "p-0123456789abcdef0123456789abcdef";
    var json = "{\"position\":\"e1:4\",\"id\":\"%s\",\"channel\":\"%s\"}".formatted(id(4), name);
    redis.hset(RedisKeys.MESSAGE + id(4), "base", json);
    redis.hset(RedisKeys.COUNTS, name, "1");
    var move = new Move("ada", name, ada(4).mark());
    assertThat(catchThrowableOfType(ProblemException.class, () -> store.move(move))).isNotNull();
    redis.hset(RedisKeys.STATE, "r", "1");
    redis.zadd(RedisKeys.ROOMS, 0, Identity.person("ada") + " " + name);
    assertThat(store.move(move).stands()).isTrue();
    assertThat(store.of("ada")).extracting(StandingMark::channel).containsExactly(name);
    redis.del(RedisKeys.ROOMS);
    assertThat(store.of("ada")).isEmpty();
    assertThat(catchThrowableOfType(ProblemException.class, () -> store.move(move))).isNotNull();
  }

  @Test
  void aMarkNeedsAMessageOfItsChannel() throws LostException {
    var elsewhere = new Move("ada", "news", ada(3).mark());
    for (var move : List.of(ada(11), new Move("ada", "nowhere", ada(3).mark()), elsewhere)) {
      var refused = catchThrowableOfType(ProblemException.class, () -> store.move(move));
      assertThat(refused.problem().status()).isEqualTo(404);
    }
    assertThat(store.of("ada")).isEmpty();
    redis.flushAll();
    assertThat(store.of("ada")).as("on an empty board").isEmpty();
    var refused = catchThrowableOfType(ProblemException.class, () -> store.move(ada(3)));
    assertThat(refused.problem().status()).isEqualTo(404);
  }

  @Test
  void whileTheBoardIsBeingReadFromKafkaNothingIsKnown() {
    redis.hset(RedisKeys.STATE, "repair", "token");
    var refused = catchThrowableOfType(ProblemException.class, () -> store.of("ada"));
    assertThat(refused.problem().status()).isEqualTo(503);
    refused = catchThrowableOfType(ProblemException.class, () -> store.move(ada(3)));
    assertThat(refused.problem().status()).isEqualTo(503);
  }

  @Test
  void whatMovesIsPublishedWithWhoseItIsAndWhatDoesNotIsNot() {
    var heard = new LinkedBlockingQueue<Map.Entry<String, StandingMark>>();
    var subject = "https://ada/1 with a space";
    var listener = new MarkListener(redis, (who, mark) -> heard.add(Map.entry(who, mark)));
    var thread = new Thread(listener);
    thread.start();
    assertThat(Await.until(() -> subscribers() == 1, LIMIT)).isTrue();
    for (int number : List.of(3, 2, 7)) {
      assertThatCode(() -> store.move(new Move(subject, GENERAL, ada(number).mark())))
          .doesNotThrowAnyException();
    }
    assertThat(Await.until(() -> heard.size() == 2, LIMIT)).isTrue();
    assertThat(heard)
        .containsExactly(
            Map.entry(subject, standing("e1", 3)), Map.entry(subject, standing("e1", 7)));
    assertThat(standing("e1", 3).toJson().toString()).matches("\\{.*\"position\":\"e1:3\"}");
    listener.stop();
    assertThat(Await.until(() -> !thread.isAlive(), LIMIT)).isTrue();
  }

  private static long subscribers() {
    return redis.publish(RedisKeys.MARKS_RESTORED, "of no mark");
  }

  @Test
  void nobodyHasReadMoreMessagesThanTheChannelHad() throws LostException {
    store.move(new Move("ada", GENERAL, new ReadMark(id(3), 5_000, time(3))));
    assertThat(store.of("ada")).extracting(m -> m.mark().count()).containsExactly(10L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverTheOrderTheFurthestMarkStands(long seed) throws LostException {
    var random = new Random(seed);
    int furthest = 0;
    for (int i = 0; i < 50; i++) {
      int number = 1 + random.nextInt(10);
      boolean ahead = number >= furthest;
      assertThat(store.move(ada(number)).stands()).isEqualTo(ahead);
      furthest = Math.max(furthest, number);
      assertThat(store.of("ada")).containsExactly(standing("e1", furthest));
    }
  }

  /** Messages in general, the first of which has this number. */
  private static void board(String epoch, int first, int messages) {
    int n = first + messages - 1;
    redis.hset(RedisKeys.STATE, Map.of("epoch", epoch, "n", "" + n, "m", "" + n, "v", "" + n));
    for (int i = 0; i < messages; i++) {
      redis.zadd(RedisKeys.IDS, first + i, id(i + 1));
      var json =
          "{\"position\":\"%s:%s\",\"id\":\"%s\",\"channel\":\"general\",\"author\":\"Ada\"}"
              .formatted(epoch, first + i, id(i + 1));
      redis.xadd(RedisKeys.LOG, new StreamEntryID(first + i, 0), Map.of("m", json));
    }
    redis.hset(RedisKeys.COUNTS, Map.of(GENERAL, "" + messages, "news", "4"));
    redis.zadd(RedisKeys.CHANNELS, Map.of(GENERAL, (double) n, "news", 1.0));
  }

  private static Move ada(int number) {
    return new Move("ada", GENERAL, new ReadMark(id(number), number, time(number)));
  }

  private static StandingMark standing(String epoch, int number) {
    return new StandingMark(GENERAL, ada(number).mark(), at(epoch, number));
  }

  private static Position at(String epoch, int number) {
    return new Position(epoch, number);
  }

  private static String id(int number) {
    return new UUID(0, number).toString();
  }

  private static String time(int number) {
    return "2026-03-01T12:00:%02d.000Z".formatted(number);
  }
}
