package org.messageboard.redis;

import java.util.Set;
import java.util.regex.Pattern;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * An error reply from Redis. If a command in a script failed, Redis 7 and later begin with the
 * command's code ({@code READONLY ... script: ...}); earlier versions put the script's error before
 * it ({@code ERR Error running script (...): @user_script:1: @user_script: 1: -READONLY ...}).
 *
 * @param code the error code, such as {@code WRONGTYPE}
 */
record RedisError(String code, String text) {

  private static final Pattern CODE =
      Pattern.compile(
          "(?:ERR Error running script \\(\\S+ \\S+ \\S+\\): (?:@user_script: ?\\d+: )+-?)?([A-Z]+)\\b.*",
          Pattern.DOTALL);

  /**
   * This Redis accepts no writes, for now or for good: it is a replica, is loading its data, has no
   * memory left, cannot save, or has too few replicas. Another one may have taken its place.
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

  /** Whether this Redis takes no writes at all, as opposed to refusing a particular command. */
  boolean refusesWrites() {
    return NO_WRITES.contains(code);
  }
}
