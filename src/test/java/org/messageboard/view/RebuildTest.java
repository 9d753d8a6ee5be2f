package org.messageboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.metrics.Metrics;
import org.messageboard.view.Applied.State;
import redis.clients.jedis.RedisClient;

/**
 * Random histories of all events end in the same keys, whatever the batches were, and although
 * Redis lost everything in between.
 */
class RebuildTest {

  private static final int RECORDS = 1_500;

  @TempDir static Path directory;
  private static RedisProcess server;
  private static RedisClient redis;

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

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aRebuildEndsInTheSameState(long seed) {
    var records = Records.randomWithRooms(RECORDS, new Random(seed));
    var view = new ViewWriter(redis, new Metrics().redis(), new Lengths(30, 40, 400, 500, 3));
    redis.flushAll();
    view.applyFirst("topic", records.subList(0, 1));
    for (var record : records.subList(1, RECORDS)) {
      view.apply("topic", null, List.of(record));
    }
    var expected = normalized();
    assertThat(expected.toString())
        .contains(
            "edited",
            "deleted",
            "reactions",
            "replies",
            "topic",
            "joined",
            "left",
            "\"title\":",
            "\"locked\":true",
            ",\"bot\":{\"icon\":",
            ",\"bot\":{}",
            "\"type\":\"pinned\"",
            "\"type\":\"lifted\"",
            ",\"closed\":{",
            "{messages}:rooms",
            RedisKeys.RESTRICTIONS,
            RedisKeys.REPORTS,
            RedisKeys.AUDIT);
    redis.flushAll();
    var random = new Random(seed);
    view.applyFirst("topic", records.subList(0, 1));
    for (int from = 1; from < RECORDS; ) {
      int to = Math.min(RECORDS, from + 1 + random.nextInt(100));
      assertThat(view.apply("topic", null, records.subList(from, to)).isDone()).isTrue();
      from = to;
      if (random.nextInt(8) == 0) {
        rebuild(view, records.subList(0, from), random);
      }
    }
    assertThat(normalized()).isEqualTo(expected);
  }

  /** Wipes Redis, or takes some of its keys, and repairs it as a consumer does. */
  private static void rebuild(ViewWriter view, List<ViewRecord> records, Random random) {
    var keys = redis.keys("*").stream().sorted().toList();
    if (random.nextBoolean()) {
      redis.flushAll();
    } else {
      redis.del(RedisKeys.LOG, keys.get(random.nextInt(keys.size())));
    }
    var token = ViewWriter.newEpoch();
    view.beginRepair(token, view.look(null, 0, 0).position().epoch(), Duration.ofMinutes(1));
    for (int from = 0; from < records.size(); ) {
      int to = Math.min(records.size(), from + 1 + random.nextInt(500));
      assertThat(view.fill(token, "topic", 0, records.subList(from, to))).isTrue();
      from = to;
    }
    assertThat(view.endRepair(token)).isTrue();
    assertThat(view.look(null, 0, 100).state()).isEqualTo(State.WHOLE);
  }

  /** All keys, but without epochs, and of the log and the ids only what is kept for certain. */
  private static Map<String, Object> normalized() {
    var dump = Dump.of(redis);
    var state = redis.hgetAll(RedisKeys.STATE);
    List.of("epoch", "from").forEach(state::remove);
    dump.put(RedisKeys.STATE, new TreeMap<>(state));
    long newest = Long.parseLong(state.get("n"));
    dump.put(
        RedisKeys.LOG,
        redis.xrange(RedisKeys.LOG, newest - 399 + "-0", "+").stream()
            .map(entry -> List.of(entry.getID(), entry.getFields()))
            .toList());
    dump.replaceAll(
        (key, value) -> value.toString().replaceAll("\"position\":\"[^:]*:", "\"position\":\""));
    return dump;
  }
}
