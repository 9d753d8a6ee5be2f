package org.messageboard.redis;

import java.util.Set;
import java.util.regex.Pattern;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * An error that Redis answered, in its own words. One of a command in a script begins with its code
 * from Redis 7 on ({@code READONLY ... script: ...}); before that the script's own error stands in
 * front ({@code ERR Error running script (...): @user_script:1: @user_script: 1: -READONLY ...}).
 *
 * @param code its first word, such as {@code WRONGTYPE}
 */
record RedisError(String code, String text) {

  private static final Pattern CODE =
      Pattern.compile(
          "(?:ERR Error running script \\(\\S+ \\S+ \\S+\\): (?:@user_script: ?\\d+: )+-?)?([A-Z]+)\\b.*",
          Pattern.DOTALL);

  /**
   * This Redis is not one to write to, now or any more: it is a replica, reads its data, has no
   * room, cannot save, or has too few replicas. Another one may have taken its place.
   */
  private static final Set<String> NO_WRITES =
      Set.of(
          "READONLY",
          "LOADING",
          "MASTERDOWN",
          "CLUSTERDOWN",
          "MOVED",
          "ASK",
          "TRYAGAIN",
          "UNBLOCKED",
          "OOM",
          "MISCONF",
          "NOREPLICAS");

  static RedisError of(JedisDataException e) {
    var text = String.valueOf(e.getMessage());
    var code = CODE.matcher(text);
    return new RedisError(code.matches() ? code.group(1) : "ERR", text);
  }

  /** Whether it says that this Redis takes no writes, rather than that something asked is wrong. */
  boolean refusesWrites() {
    return NO_WRITES.contains(code);
  }
}
