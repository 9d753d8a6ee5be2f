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

/** Pooled connections to one Redis; closing the pool cuts also those in use. */
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
    factory.cutAll();
  }

  /** Remembers what it made, until the pool gives it up. */
  private static final class Factory extends ConnectionFactory {

    private final Set<Connection> made = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Factory(HostAndPort node, JedisClientConfig config) {
      super(node, config);
    }

    @Override
    public PooledObject<Connection> makeObject() throws Exception {
      var pooled = super.makeObject();
      made.add(pooled.getObject());
      if (closed) {
        cut(pooled.getObject());
      }
      return pooled;
    }

    @Override
    public void destroyObject(PooledObject<Connection> pooled) throws Exception {
      made.remove(pooled.getObject());
      super.destroyObject(pooled);
    }

    void cutAll() {
      closed = true;
      made.forEach(Factory::cut);
    }

    /** From another thread than the connection's, which finds its socket closed. */
    private static void cut(Connection connection) {
      try {
        connection.forceDisconnect();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
