package org.messageboard.platform;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.util.JedisURIHelper;

/** The board's connections to the Redis named by {@code redis.url}. */
@ApplicationScoped
public class RedisConnections {

  /** A read that a person waits for is given up after this time, in milliseconds. */
  private static final int READ_TIMEOUT = 400;

  private static final int PIPELINE_TIMEOUT = 5_000;

  /** A subscription on which not even the answer to a ping came for this long is dead. */
  private static final int SILENCE_TIMEOUT = 6_000;

  @Inject
  @ConfigProperty(name = "redis.url")
  String url;

  private UnifiedJedis reading;
  private UnifiedJedis pipeline;

  @PostConstruct
  void connect() {
    reading = client(READ_TIMEOUT, 32);
    pipeline = client(PIPELINE_TIMEOUT, 8);
  }

  /**
   * Connections for reads that a person waits for: every step fails within {@value #READ_TIMEOUT}
   * ms.
   */
  public UnifiedJedis reading() {
    return reading;
  }

  /**
   * Connections for the pipeline; a command may take {@value #PIPELINE_TIMEOUT} ms. A subscription
   * on it fails after {@value #SILENCE_TIMEOUT} ms of silence.
   */
  public UnifiedJedis pipeline() {
    return pipeline;
  }

  @PreDestroy
  void close() {
    reading.close();
    pipeline.close();
  }

  private UnifiedJedis client(int timeout, int connections) {
    var uri = uri();
    return RedisClient.builder()
        .hostAndPort(JedisURIHelper.getHostAndPort(uri))
        .clientConfig(
            DefaultJedisClientConfig.builder()
                .user(JedisURIHelper.getUser(uri))
                .password(JedisURIHelper.getPassword(uri))
                .database(JedisURIHelper.getDBIndex(uri))
                .ssl(JedisURIHelper.isRedisSSLScheme(uri))
                .clientName("message-board")
                .connectionTimeoutMillis(timeout)
                .socketTimeoutMillis(timeout)
                .blockingSocketTimeoutMillis(SILENCE_TIMEOUT)
                .resp2()
                .build())
        .poolConfig(pool(connections, timeout))
        .build();
  }

  private URI uri() {
    try {
      var uri = new URI(url);
      if (JedisURIHelper.isValid(uri)
          && (JedisURIHelper.isRedisScheme(uri) || JedisURIHelper.isRedisSSLScheme(uri))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Its message would show the password.
    }
    throw new IllegalArgumentException(
        "redis.url (REDIS_URL) must be redis://[user:password@]host:port[/database], or rediss:// for"
            + " TLS. It is not: correct it and start the server again.");
  }

  private static ConnectionPoolConfig pool(int connections, int timeout) {
    var pool = new ConnectionPoolConfig();
    pool.setMaxTotal(connections);
    pool.setMaxIdle(connections);
    pool.setMaxWait(Duration.ofMillis(timeout));
    pool.setTestWhileIdle(false);
    return pool;
  }
}
