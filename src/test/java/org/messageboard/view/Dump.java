package org.messageboard.view;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.RedisClient;

/** Everything that a Redis has. */
final class Dump {

  private Dump() {}

  /** The content of each key. */
  static Map<String, Object> of(RedisClient redis) {
    var dump = new TreeMap<String, Object>();
    redis.keys("*").forEach(key -> dump.put(key, content(redis, key)));
    return dump;
  }

  private static Object content(RedisClient redis, String key) {
    return switch (redis.type(key)) {
      case "list" -> redis.lrange(key, 0, -1);
      case "hash" -> new TreeMap<>(redis.hgetAll(key));
      case "zset" -> redis.zrangeWithScores(key, 0, -1);
      case "stream" ->
          redis.xrange(key, "-", "+").stream()
              .map(entry -> List.of(entry.getID(), entry.getFields()))
              .toList();
      default -> throw new IllegalStateException(key + " is of an unknown type.");
    };
  }
}
