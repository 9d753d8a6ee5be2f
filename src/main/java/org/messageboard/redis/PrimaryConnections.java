package org.messageboard.redis;

import java.util.function.Function;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.providers.ConnectionProvider;

/**
 * Connections to whichever Redis is the primary. Jedis' own provider for sentinels can only be made
 * while a sentinel answers, and leaves what is in use, a subscription above all, on the former
 * primary; its provider for one Redis cannot be made to look a name up again. Thread-safe.
 */
final class PrimaryConnections implements ConnectionProvider {

  private final Function<HostAndPort, NodePool> pools;
  private volatile NodePool current;
  private boolean closed;

  /**
   * @param pools makes the pool of connections to one Redis
   */
  PrimaryConnections(Function<HostAndPort, NodePool> pools) {
    this.pools = pools;
  }

  /**
   * Goes on at this Redis. Connections to another one are cut at once, also those in use: what is
   * under way on them fails, as it does when a connection breaks.
   */
  synchronized void follow(HostAndPort primary) {
    var former = current;
    if (closed || former != null && former.node().equals(primary)) {
      return;
    }
    current = pools.apply(primary);
    if (former != null) {
      former.close();
    }
  }

  /** Closes connections that nobody uses; new ones look the name of the Redis up again. */
  void dropIdle() {
    var pool = current;
    if (pool != null) {
      pool.clear();
    }
  }

  /** Cuts all connections, also those in use; new ones look the name of the Redis up again. */
  synchronized void renew() {
    if (closed || current == null) {
      return;
    }
    var former = current;
    current = pools.apply(former.node());
    former.close();
  }

  /**
   * @throws JedisConnectionException when the primary is not known or does not answer
   */
  @Override
  public Connection getConnection() {
    var pool = current;
    if (pool == null) {
      throw new JedisConnectionException("Nobody has told yet which Redis is the primary.");
    }
    return pool.getResource();
  }

  @Override
  public Connection getConnection(CommandArguments arguments) {
    return getConnection();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (current != null) {
      current.close();
    }
  }
}
