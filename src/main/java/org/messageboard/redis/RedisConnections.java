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
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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
 * The board's connections to the Redis of {@code redis.url}, or to the one that the sentinels or
 * the cluster in it name.
 */
@ApplicationScoped
public class RedisConnections {

  private static final Logger LOG = Logger.getLogger(RedisConnections.class.getName());

  /** A read that a person waits for is given up after this time, in milliseconds. */
  private static final int READ_TIMEOUT = 400;

  private static final int PIPELINE_TIMEOUT = 5_000;

  /** A subscription on which not even the answer to a ping came for this long is dead. */
  private static final int SILENCE_TIMEOUT = 6_000;

  /** Little beside the seconds in which sentinels, or a cluster, agree on a new primary. */
  private static final Duration ASK_EVERY = Duration.ofMillis(500);

  /** How soon a server that writes nothing itself sees that Redis takes no writes. */
  private static final Duration TRY_EVERY = Duration.ofSeconds(2);

  @Inject
  @ConfigProperty(name = "redis.url")
  String url;

  @Inject Config config;

  @Resource ManagedScheduledExecutorService scheduler;

  private final List<PrimaryConnections> followers = new ArrayList<>();
  private final WriteRefusals refusals =
      new WriteRefusals(
          () -> followers.forEach(PrimaryConnections::dropIdle),
          () -> followers.forEach(PrimaryConnections::renew),
          System::nanoTime);
  private final RedisFaults faults = new RedisFaults(new Series());
  private SSLSocketFactory sockets;
  private UnifiedJedis reading;
  private UnifiedJedis pipeline;
  private UnifiedJedis backlog;
  private UnifiedJedis listening;
  private ScheduledFuture<?> asking;
  private ScheduledFuture<?> trying;

  @PostConstruct
  void connect() {
    var redis = RedisUrl.parse(url);
    sockets = redis.tls() ? new RedisTls(this::setting).sockets() : null;
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
    long pause = TRY_EVERY.toMillis();
    trying = scheduler.scheduleWithFixedDelay(this::tryWrite, pause, pause, TimeUnit.MILLISECONDS);
  }

  /**
   * Connections for reads that a person waits for: every step fails within {@value #READ_TIMEOUT}
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
   * Connections for clients that are far back, for a crowd of which the pipeline is not to wait; a
   * command may take {@value #PIPELINE_TIMEOUT} ms.
   */
  public UnifiedJedis backlog() {
    return backlog;
  }

  /**
   * Connections for subscriptions, which fail after {@value #SILENCE_TIMEOUT} ms of silence. None
   * is used twice: one that a failing callback leaves is subscribed still, and would answer the
   * next command with what was published.
   */
  public UnifiedJedis listening() {
    return listening;
  }

  /**
   * Why Redis would not take a write now; nothing when it would. It is asked to write nothing to a
   * key that does not exist, which it refuses whenever it refuses writes, and which else leaves no
   * trace.
   */
  public Optional<String> writeRefusal() {
    try {
      reading.setrange(RedisKeys.READY, 0, "");
      refusals.taken();
      return Optional.empty();
    } catch (JedisException e) {
      LOG.log(Level.FINE, "Redis would not take a write", e);
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @PreDestroy
  void close() {
    if (asking != null) {
      asking.cancel(true);
    }
    if (trying != null) {
      trying.cancel(true);
    }
    reading.close();
    pipeline.close();
    backlog.close();
    listening.close();
  }

  private void follow(PrimaryFinder finder) {
    var watch = new PrimaryWatch(finder, followers);
    watch.run();
    long pause = ASK_EVERY.toMillis();
    asking = scheduler.scheduleWithFixedDelay(watch, pause, pause, TimeUnit.MILLISECONDS);
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

  /** Whatever happens, the scheduler must call it again. */
  private void tryWrite() {
    try {
      writeRefusal();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Whether Redis takes writes is not known; it is tried again", e);
    }
  }

  private Optional<String> setting(String name) {
    return config.getOptionalValue(name, String.class);
  }

  /** With Jedis' older way to TLS: the newer one knows no certificates as PEM. */
  @SuppressWarnings("deprecation")
  private JedisClientConfig config(RedisUrl redis, int timeout) {
    return DefaultJedisClientConfig.builder()
        .user(redis.user())
        .password(redis.password())
        .database(redis.database())
        .ssl(redis.tls())
        .sslSocketFactory(sockets)
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
        .sslSocketFactory(sockets)
        .connectionTimeoutMillis(READ_TIMEOUT)
        .socketTimeoutMillis(READ_TIMEOUT)
        .resp2()
        .build();
  }

  private static ConnectionPoolConfig pool(int connections, int kept, int timeout) {
    var pool = new ConnectionPoolConfig();
    pool.setMaxTotal(connections);
    pool.setMaxIdle(kept);
    pool.setMaxWait(Duration.ofMillis(timeout));
    pool.setTestWhileIdle(false);
    return pool;
  }
}
