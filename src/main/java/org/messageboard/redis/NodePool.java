package org.messageboard.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.pool2.PooledObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionFactory;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

/** Pooled connections to one Redis; closing the pool also closes those in use. */
final class NodePool extends ConnectionPool {

  private final HostAndPort node;
  private final Factory factory;

  NodePool(HostAndPort node, JedisClientConfig config, ConnectionPoolConfig pool) {
    this(node, new Factory(node, config), pool);
  }

  private NodePool(HostAndPort node, Factory factory, ConnectionPoolConfig pool) {
    super(factory, pool);
    this.node = node;
    this.factory = factory;
  }

  HostAndPort node() {
    return node;
  }

  @Override
  public void close() {
    super.close();
    factory.disconnectAll();
  }

  /** Keeps track of the connections in the pool. */
  private static final class Factory extends ConnectionFactory {

    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Factory(HostAndPort node, JedisClientConfig config) {
      super(node, config);
    }

    @Override
    public PooledObject<Connection> makeObject() throws Exception {
      var pooled = super.makeObject();
      connections.add(pooled.getObject());
      if (closed) {
        disconnect(pooled.getObject());
      }
      return pooled;
    }

    @Override
    public void destroyObject(PooledObject<Connection> pooled) throws Exception {
      connections.remove(pooled.getObject());
      super.destroyObject(pooled);
    }

    void disconnectAll() {
      closed = true;
      connections.forEach(Factory::disconnect);
    }

    /** May be called by any thread; the one that uses the connection finds its socket closed. */
    private static void disconnect(Connection connection) {
      try {
        connection.forceDisconnect();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
