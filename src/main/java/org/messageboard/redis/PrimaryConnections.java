package org.messageboard.redis;

import java.util.function.Function;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.providers.ConnectionProvider;

/**
 * Connections to whichever Redis is the primary. Jedis' own provider for sentinels can be created
 * only while a sentinel answers, and leaves connections in use, above all subscriptions, on the
 * former primary; its provider for a single Redis never looks up its name again. Thread-safe.
 */
final class PrimaryConnections implements ConnectionProvider {

  private final Function<HostAndPort, NodePool> pools;
  private volatile NodePool current;
  private boolean closed;

  /**
   * @param pools creates the pool of connections to one Redis
   */
  PrimaryConnections(Function<HostAndPort, NodePool> pools) {
    this.pools = pools;
  }

  /**
   * Switches to this Redis. Connections to another one are closed at once, even those in use: their
   * commands fail as if the connection had broken.
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

  /** Closes idle connections; new ones look up the name of the Redis again. */
  void dropIdle() {
    var pool = current;
    if (pool != null) {
      pool.clear();
    }
  }

  /** Closes all connections, even those in use; new ones look up the name of the Redis again. */
  synchronized void renew() {
    if (closed || current == null) {
      return;
    }
    var former = current;
    current = pools.apply(former.node());
    former.close();
  }

  /**
   * @throws JedisConnectionException if the primary is not known or does not answer
   */
  @Override
  public Connection getConnection() {
    var pool = current;
    if (pool == null) {
      throw new JedisConnectionException("It is not known yet which Redis is the primary.");
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
