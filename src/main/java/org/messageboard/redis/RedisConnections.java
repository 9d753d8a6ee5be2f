package org.messageboard.redis;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.retry.Series;
import org.messageboard.view.RedisKeys;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The board's connections to the Redis in {@code redis.url}, or to the one that the sentinels or
 * the cluster in it name.
 */
@ApplicationScoped
public class RedisConnections {

  private static final Logger LOG = Logger.getLogger(RedisConnections.class.getName());

  /** The timeout of reads that a person waits for, in milliseconds. */
  private static final int READ_TIMEOUT = 400;

  /** In milliseconds. */
  private static final int PIPELINE_TIMEOUT = 5_000;

  /** A subscription is dead if not even a pong has arrived for this long, in milliseconds. */
  private static final int SILENCE_TIMEOUT = 6_000;

  /** Short compared with the seconds that sentinels or a cluster take to agree on a new primary. */
  private static final Duration FIND_PRIMARY_EVERY = Duration.ofMillis(500);

  /** How soon a server that writes nothing itself notices that Redis takes no writes. */
  private static final Duration TEST_WRITE_EVERY = Duration.ofSeconds(2);

  @Inject RedisSettings settings;

  @Resource ManagedScheduledExecutorService scheduler;

  private final List<PrimaryConnections> followers = new ArrayList<>();
  private final WriteRefusals refusals =
      new WriteRefusals(
          () -> followers.forEach(PrimaryConnections::dropIdle),
          () -> followers.forEach(PrimaryConnections::renew),
          System::nanoTime);
  private final RedisFaults faults = new RedisFaults(new Series());
  private UnifiedJedis reading;
  private UnifiedJedis pipeline;
  private UnifiedJedis backlog;
  private UnifiedJedis listening;
  private ScheduledFuture<?> primaryWatch;
  private ScheduledFuture<?> writeTest;

  @PostConstruct
  void connect() {
    var redis = settings.url();
    reading = client(redis, READ_TIMEOUT, pool(32, 32, READ_TIMEOUT));
    pipeline = client(redis, PIPELINE_TIMEOUT, pool(8, 8, PIPELINE_TIMEOUT));
    backlog = client(redis, PIPELINE_TIMEOUT, pool(8, 8, PIPELINE_TIMEOUT));
    listening = client(redis, PIPELINE_TIMEOUT, pool(2, 0, PIPELINE_TIMEOUT));
    switch (redis.form()) {
      case ONE -> followers.forEach(follower -> follower.follow(redis.nodes().get(0)));
      case SENTINELS -> follow(new Sentinels(redis.nodes(), redis.primary(), sentinel(redis)));
      case CLUSTER -> follow(new ClusterNodes(redis.nodes(), config(redis, READ_TIMEOUT)));
    }
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    writeTest = schedule(this::testWrite, TEST_WRITE_EVERY);
  }

  /**
   * Connections for reads that a person waits for; every step fails within {@value #READ_TIMEOUT}
   * ms.
   */
  public UnifiedJedis reading() {
    return reading;
  }

  /** Connections for the pipeline; a command may take {@value #PIPELINE_TIMEOUT} ms. */
  public UnifiedJedis pipeline() {
    return pipeline;
  }

  /**
   * Connections for clients that are far behind, so that the pipeline does not wait for them,
   * however many they are; a command may take {@value #PIPELINE_TIMEOUT} ms.
   */
  public UnifiedJedis backlog() {
    return backlog;
  }

  /**
   * Connections for subscriptions, which fail after {@value #SILENCE_TIMEOUT} ms of silence. None
   * is reused: after a callback has failed, its connection is still subscribed, and would answer
   * the next command with published events.
   */
  public UnifiedJedis listening() {
    return listening;
  }

  /**
   * Why Redis would refuse a write now; empty if it would accept one. Writes an empty string to a
   * key that does not exist: Redis refuses this whenever it refuses writes, and otherwise it
   * changes nothing.
   */
  public Optional<String> writeRefusal() {
    try {
      reading.setrange(RedisKeys.READY, 0, "");
      refusals.accepted();
      return Optional.empty();
    } catch (JedisException e) {
      LOG.log(Level.FINE, "Redis would refuse a write", e);
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @PreDestroy
  void close() {
    if (primaryWatch != null) {
      primaryWatch.cancel(true);
    }
    if (writeTest != null) {
      writeTest.cancel(true);
    }
    reading.close();
    pipeline.close();
    backlog.close();
    listening.close();
  }

  private void follow(PrimaryFinder finder) {
    var watch = new PrimaryWatch(finder, followers);
    watch.run();
    primaryWatch = schedule(watch, FIND_PRIMARY_EVERY);
  }

  private ScheduledFuture<?> schedule(Runnable task, Duration pause) {
    long millis = pause.toMillis();
    return scheduler.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
  }

  private UnifiedJedis client(RedisUrl redis, int timeout, ConnectionPoolConfig pool) {
    var config = config(redis, timeout);
    var follower = new PrimaryConnections(node -> new NodePool(node, config, pool));
    followers.add(follower);
    return RedisClient.builder()
        .clientConfig(config)
        .hostAndPort(redis.nodes().get(0))
        .connectionProvider(follower)
        .commandExecutor(new WatchedCommands(follower, this::failed))
        .build();
  }

  private void failed(CommandArguments command, RedisError error) {
    if (error.refusesWrites()) {
      refusals.refused(error.text());
    } else {
      faults.failed(command, error);
    }
  }

  /** Catches exceptions, because the scheduler does not repeat a task that throws. */
  private void testWrite() {
    try {
      writeRefusal();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Could not find out whether Redis takes writes; trying again", e);
    }
  }

  /** Uses Jedis' older TLS options, because the newer ones do not support PEM certificates. */
  @SuppressWarnings("deprecation")
  private JedisClientConfig config(RedisUrl redis, int timeout) {
    return DefaultJedisClientConfig.builder()
        .user(redis.user())
        .password(redis.password())
        .database(redis.database())
        .ssl(redis.tls())
        .sslSocketFactory(settings.sockets())
        .clientName("message-board")
        .connectionTimeoutMillis(timeout)
        .socketTimeoutMillis(timeout)
        .blockingSocketTimeoutMillis(SILENCE_TIMEOUT)
        .resp2()
        .build();
  }

  @SuppressWarnings("deprecation")
  private JedisClientConfig sentinel(RedisUrl redis) {
    return DefaultJedisClientConfig.builder()
        .ssl(redis.tls())
        .sslSocketFactory(settings.sockets())
        .connectionTimeoutMillis(READ_TIMEOUT)
        .socketTimeoutMillis(READ_TIMEOUT)
        .resp2()
        .build();
  }

  private static ConnectionPoolConfig pool(int connections, int maxIdle, int timeout) {
    var pool = new ConnectionPoolConfig();
    pool.setMaxTotal(connections);
    pool.setMaxIdle(maxIdle);
    pool.setMaxWait(Duration.ofMillis(timeout));
    pool.setTestWhileIdle(false);
    return pool;
  }
}
