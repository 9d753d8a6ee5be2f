package org.messageboard.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.messageboard.messages.Position;
import org.messageboard.platform.LuaScript;
import org.messageboard.platform.RedisKeys;
import redis.clients.jedis.UnifiedJedis;

/** The log of events in Redis. */
final class RedisLog implements Hub.Log {

  private static final LuaScript SINCE = LuaScript.named("since.lua");
  private static final String PAGE = "1000";

  private final UnifiedJedis redis;

  RedisLog(UnifiedJedis redis) {
    this.redis = redis;
  }

  @Override
  public Optional<Page> after(long number, Position known) {
    var answer =
        SINCE.run(
            redis,
            List.of(RedisKeys.STATE, RedisKeys.LOG),
            List.of(
                Long.toString(number),
                PAGE,
                known == null ? "" : known.epoch(),
                known == null ? "0" : Long.toString(known.number()),
                UUID.randomUUID().toString().replace("-", "").substring(0, 12)));
    var epoch = (String) answer.get(0);
    if (epoch.isEmpty()) {
      return Optional.empty();
    }
    var events =
        ((List<?>) answer.get(2)).stream().map(json -> ((String) json).getBytes(UTF_8)).toList();
    return Optional.of(new Page(new Position(epoch, (Long) answer.get(1)), events));
  }
}
