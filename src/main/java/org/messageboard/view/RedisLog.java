package org.messageboard.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import org.messageboard.board.Position;
import org.messageboard.live.EventLog;
import org.messageboard.metrics.RedisMetrics;
import org.messageboard.metrics.RedisMetrics.Operation;
import org.messageboard.redis.LuaScript;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** The log of events in Redis. */
public final class RedisLog implements EventLog {

  private static final LuaScript SINCE = LuaScript.named("reading.lua", "since.lua");
  private static final List<String> KEYS = List.of(RedisKeys.STATE, RedisKeys.LOG);
  private static final String PAGE_EVENTS = "1000";

  /** Kept small because a page stays in memory until its client has read it. */
  private static final String PAGE_BYTES = Integer.toString(128 * 1024);

  private final UnifiedJedis redis;
  private final UnifiedJedis backlogRedis;
  private final RedisMetrics metrics;

  /**
   * @param backlogRedis separate connections for clients that are behind the replay buffer
   */
  public RedisLog(UnifiedJedis redis, UnifiedJedis backlogRedis, RedisMetrics metrics) {
    this.redis = redis;
    this.backlogRedis = backlogRedis;
    this.metrics = metrics;
  }

  @Override
  public Optional<Page> after(long number, Position known) {
    return after(redis, number, known);
  }

  @Override
  public Optional<Page> backlog(long number) {
    return after(backlogRedis, number, null);
  }

  private Optional<Page> after(UnifiedJedis connections, long number, Position known) {
    var arguments =
        List.of(
            Long.toString(number),
            PAGE_EVENTS,
            known == null ? "" : known.epoch(),
            known == null ? "0" : Long.toString(known.number()),
            PAGE_BYTES);
    var answer = metrics.measure(Operation.SINCE, () -> since(connections, arguments));
    var epoch = (String) answer.get(0);
    long newest = (Long) answer.get(1);
    if (newest < 0) {
      return Optional.of(Page.FILLING);
    }
    if (epoch.isEmpty()) {
      return Optional.empty();
    }
    var events =
        ((List<?>) answer.get(3)).stream().map(json -> ((String) json).getBytes(UTF_8)).toList();
    return Optional.of(
        new Page(new Position(epoch, newest), (Long) answer.get(2), events, (Long) answer.get(4)));
  }

  private static List<?> since(UnifiedJedis connections, List<String> arguments) {
    try {
      return SINCE.run(connections, KEYS, arguments);
    } catch (JedisException e) {
      throw new AwayException("Redis does not answer: " + e.getMessage(), e);
    }
  }
}
