package org.messageboard.projection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.messageboard.messages.MessageJson;
import org.messageboard.messages.Position;
import org.messageboard.metrics.RedisMetrics;
import org.messageboard.metrics.RedisMetrics.Operation;
import org.messageboard.platform.LuaScript;
import org.messageboard.platform.RedisKeys;
import org.messageboard.projection.Applied.Result;
import redis.clients.jedis.UnifiedJedis;

/**
 * The board's view in Redis, seen from its writer. Any number of writers may be at work at once.
 */
final class Projection {

  /**
   * How much Redis keeps, in entries.
   *
   * @param board the list of the whole board
   * @param channel a channel's list
   * @param log the log that streams resume from
   * @param ids message ids, against repetition
   * @param channels channels
   */
  record Lengths(int board, int channel, int log, int ids, int channels) {}

  private static final LuaScript APPLY = LuaScript.named("apply.lua");
  private static final List<String> KEYS =
      List.of(
          RedisKeys.BOARD,
          RedisKeys.LOG,
          RedisKeys.OFFSETS,
          RedisKeys.IDS,
          RedisKeys.STATE,
          RedisKeys.CHANNELS,
          RedisKeys.COUNTS,
          RedisKeys.CHANNEL);

  private final UnifiedJedis redis;
  private final RedisMetrics metrics;
  private final Lengths lengths;

  Projection(UnifiedJedis redis, RedisMetrics metrics, Lengths lengths) {
    this.redis = redis;
    this.metrics = metrics;
    this.lengths = lengths;
  }

  /**
   * Applies records of a topic, those that are next; one atomic step.
   *
   * @param topicId id of the topic, not its name: a topic that was created again starts at offset 0
   * @param known the newest position that anyone here has seen, or null
   * @param broken the epoch whose gap is being repaired, to be replaced by a new one, or null
   * @throws redis.clients.jedis.exceptions.JedisException when it is not known to have happened
   */
  Applied apply(String topicId, Position known, String broken, List<TopicRecord> records) {
    var arguments = new ArrayList<String>(12 + 7 * records.size());
    arguments.add(newEpoch());
    arguments.add(known == null ? "" : known.epoch());
    arguments.add(known == null ? "0" : Long.toString(known.number()));
    arguments.add(broken == null ? "" : broken);
    arguments.add(RedisKeys.PUBSUB);
    arguments.add(RedisKeys.TRACES);
    arguments.add(topicId);
    arguments.add(Integer.toString(lengths.board()));
    arguments.add(Integer.toString(lengths.channel()));
    arguments.add(Integer.toString(lengths.log()));
    arguments.add(Integer.toString(lengths.ids()));
    arguments.add(Integer.toString(lengths.channels()));
    records.forEach(r -> add(r, arguments));
    return applied(metrics.measure(Operation.APPLY, () -> APPLY.run(redis, KEYS, arguments)));
  }

  /**
   * Forgets everything when some of its keys are gone, so that it is read from Kafka again.
   *
   * @throws redis.clients.jedis.exceptions.JedisException when it is not known to have happened
   */
  void forgetUnlessWhole() {
    apply("", null, null, List.of());
  }

  /** The last offset applied of every partition of the topic; one without has none. */
  Map<Integer, Long> offsets(String topicId) {
    return offsets(redis, topicId);
  }

  /** The same, for who writes nothing. */
  static Map<Integer, Long> offsets(UnifiedJedis redis, String topicId) {
    var offsets = new HashMap<Integer, Long>();
    redis
        .hgetAll(RedisKeys.OFFSETS)
        .forEach(
            (field, offset) -> {
              int colon = field.lastIndexOf(':');
              if (field.substring(0, colon).equals(topicId)) {
                offsets.put(Integer.valueOf(field.substring(colon + 1)), Long.valueOf(offset));
              }
            });
    return offsets;
  }

  /** The epoch of the board, or null when it has none yet. */
  String epoch() {
    return redis.hget(RedisKeys.STATE, "epoch");
  }

  /** A new random epoch. */
  static String newEpoch() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  }

  private static void add(TopicRecord record, List<String> arguments) {
    var message = record.message();
    arguments.add(Integer.toString(record.partition()));
    arguments.add(Long.toString(record.before()));
    arguments.add(Long.toString(record.offset()));
    arguments.add(message == null ? "" : message.id());
    arguments.add(message == null ? "" : message.channel());
    arguments.add(message == null ? "" : MessageJson.tail(message));
    arguments.add(record.parent());
  }

  private static Applied applied(List<?> answer) {
    var position = new Position((String) answer.get(0), (Long) answer.get(1));
    var results =
        answer.subList(2, answer.size()).stream()
            .map(code -> Result.values()[((Long) code).intValue()])
            .toList();
    return new Applied(position, results);
  }
}
