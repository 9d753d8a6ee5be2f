package org.messageboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
  private static final List<String> CHANNELS = List.of("a", "b", "c", "d");
  private static final List<String> PEOPLE = List.of("ada", "bob", "eve");
  private static final List<String> EMOJI = List.of("👍", "❤️", "🎉");

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
    var records = history(new Random(seed));
    var view = new ViewWriter(redis, new Metrics().redis(), new Lengths(30, 40, 400, 500, 3));
    redis.flushAll();
    view.applyFirst("topic", records.subList(0, 1));
    for (var record : records.subList(1, RECORDS)) {
      view.apply("topic", null, List.of(record));
    }
    var expected = normalized();
    assertThat(expected.toString()).contains("edited", "deleted", "reactions", "replies", "topic");
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

  private static List<ViewRecord> history(Random random) {
    var records = new Records();
    for (int i = 0; i < RECORDS; i++) {
      int about = Math.max(0, i - random.nextInt(1 + random.nextInt(120)));
      // Most of what people do, they may do
      var channel = random.nextInt(9) == 0 ? pick(CHANNELS, random) : channel(about);
      var who = random.nextInt(9) == 0 ? pick(PEOPLE, random) : owner(about);
      switch (random.nextInt(13)) {
        case 0, 1 -> records.edit(about, who, channel, "edited " + i, 2 + random.nextInt(2));
        case 2 ->
            records.delete(about, who, channel, random.nextInt(3) > 0 ? "owner" : "moderator");
        case 3, 4 -> records.react(about, who, channel, pick(EMOJI, random));
        case 5 -> records.unreact(about, who, channel, pick(EMOJI, random));
        case 6 -> records.reply(i, owner(i), channel, about);
        case 7 -> records.set(channel, "topic " + random.nextInt(3), random.nextInt(9) == 0);
        default -> records.post(i, owner(i), channel(i), "content " + i);
      }
    }
    return records.all;
  }

  private static String channel(int id) {
    return CHANNELS.get(id / 7 % 11 % CHANNELS.size());
  }

  private static String owner(int id) {
    return PEOPLE.get(id % PEOPLE.size());
  }

  private static String pick(List<String> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  /** All keys, but without epochs, and of the log and the ids only what is kept for certain. */
  private static Map<String, Object> normalized() {
    var dump = Dump.of(redis);
    var state = redis.hgetAll(RedisKeys.STATE);
    List.of("epoch", "from").forEach(state::remove);
    dump.put(RedisKeys.STATE, state);
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
