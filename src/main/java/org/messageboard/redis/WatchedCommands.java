package org.messageboard.redis;

import java.util.function.BiConsumer;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.providers.ConnectionProvider;

/**
 * Sends commands over pooled connections. Sees every error reply from Redis, except to
 * subscriptions. A connection to a Redis that takes no writes is not reused.
 */
final class WatchedCommands implements CommandExecutor {

  private final ConnectionProvider connections;
  private final BiConsumer<CommandArguments, RedisError> onError;

  /**
   * @param onError receives every error reply, except that Redis does not have a script yet
   */
  WatchedCommands(
      ConnectionProvider connections, BiConsumer<CommandArguments, RedisError> onError) {
    this.connections = connections;
    this.onError = onError;
  }

  @Override
  public <T> T executeCommand(CommandObject<T> command) {
    try {
      return send(command);
    } catch (JedisNoScriptException e) {
      throw e;
    } catch (JedisDataException e) {
      onError.accept(command.getArguments(), RedisError.of(e));
      throw e;
    }
  }

  private <T> T send(CommandObject<T> command) {
    try (var connection = connections.getConnection(command.getArguments())) {
      try {
        return connection.executeCommand(command);
      } catch (JedisDataException e) {
        if (RedisError.of(e).refusesWrites()) {
          connection.setBroken();
        }
        throw e;
      }
    }
  }

  @Override
  public void close() throws Exception {
    connections.close();
  }
}
