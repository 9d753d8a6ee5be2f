package org.messageboard.platform;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import redis.clients.jedis.CommandArguments;

/**
 * Warns of errors that are no outage: Redis runs, but somebody must mend its data, its users or the
 * board. Once for each code, until none came for a minute. Thread-safe.
 */
final class RedisFaults {

  private static final Logger LOG = Logger.getLogger(RedisFaults.class.getName());
  private static final long QUIET = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanoTime;

  /** When an error of the code was last heard of. */
  private final Map<String, Long> heard = new ConcurrentHashMap<>();

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  RedisFaults(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Redis answered a command with this error. */
  void failed(CommandArguments command, RedisError error) {
    long now = nanoTime.getAsLong();
    var before = heard.put(error.code(), now);
    if (before == null || now - before > QUIET) {
      LOG.log(
          Level.WARNING,
          "Redis refused {0} of {1} ({2}). {3}",
          new Object[] {command.getCommand(), command.getKeys(), error.text(), advice(error)});
    }
  }

  private static String advice(RedisError error) {
    return switch (error.code()) {
      case "WRONGTYPE" ->
          "Somebody else wrote to a key of the board. Find out who; delete the key messages and those that begin with {messages}: and the board fills them again from Kafka";
      case "NOPERM" -> "Allow the board's user in Redis what docs/OPERATIONS.md lists";
      case "NOAUTH", "WRONGPASS" ->
          "Correct user and password in redis.url (REDIS_URL), or in Redis, and start the server again";
      case "BUSY" -> "A script holds up Redis: end it with SCRIPT KILL, and see who runs it";
      default ->
          "See that Redis is 6.2 or newer and that nobody else writes to the board's keys; else report it";
    };
  }
}
