package org.messageboard.redis;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.retry.Series;
import redis.clients.jedis.CommandArguments;

/**
 * Warns of errors that are not an outage: Redis runs, but somebody must fix its data, its users or
 * the board. Warns once per series of an error code. Thread-safe.
 */
public final class RedisFaults {

  private static final Logger LOG = Logger.getLogger(RedisFaults.class.getName());

  private final Series series;

  RedisFaults(Series series) {
    this.series = series;
  }

  /** Reports that Redis answered a command with this error. */
  void failed(CommandArguments command, RedisError error) {
    if (series.begins(error.code())) {
      LOG.log(
          Level.WARNING,
          "Redis refused {0} of {1} ({2}). {3}",
          new Object[] {command.getCommand(), command.getKeys(), error.text(), advice(error)});
    }
  }

  private static String advice(RedisError error) {
    return switch (error.code()) {
      case "WRONGTYPE" ->
          "Something else wrote to a key of the board. Find out what; then delete the key messages and those that begin with {messages}: and the board fills them again from Kafka";
      case "NOPERM" -> "Allow the board's user in Redis what docs/OPERATIONS.md lists";
      case "NOAUTH", "WRONGPASS" ->
          "Correct the user and password in redis.url (REDIS_URL) or in Redis, and restart the server";
      case "BUSY" ->
          "A script is blocking Redis: end it with SCRIPT KILL, and find out who runs it";
      default ->
          "Check that Redis is 6.2 or newer and that nothing else writes to the board's keys; otherwise report it";
    };
  }
}
