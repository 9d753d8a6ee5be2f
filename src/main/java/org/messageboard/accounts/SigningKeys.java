package org.messageboard.accounts;

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
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.redis.LuaScript;
import org.messageboard.redis.RedisConnections;
import org.messageboard.view.RedisKeys;
import redis.clients.jedis.UnifiedJedis;

/**
 * The keys that protect cookies: those of {@code auth.key}, or else one that the servers share in
 * Redis. No request waits for Redis: until the first answer there are no keys. If a Redis without
 * the key got another one meanwhile, the servers use both.
 */
@ApplicationScoped
public class SigningKeys {

  private static final Logger LOG = Logger.getLogger(SigningKeys.class.getName());
  private static final Duration COMPARE_EVERY = Duration.ofSeconds(2);
  private static final LuaScript SHARE = LuaScript.named("keys.lua");
  private static final int BYTES = 32;

  @Inject AuthSettings settings;
  @Inject RedisConnections connections;
  @Resource ManagedScheduledExecutorService scheduler;

  UnifiedJedis redis;

  private final String candidate = GuestCookie.newSecret(BYTES);
  private volatile List<String> keys = List.of();
  private Future<?> comparison;

  @PostConstruct
  void open() {
    keys = settings.keys();
    redis = connections.reading();
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    if (settings.keys().isEmpty()) {
      comparison =
          scheduler.scheduleWithFixedDelay(
              this::share, 0, COMPARE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @PreDestroy
  void stop() {
    if (comparison != null) {
      comparison.cancel(true);
    }
  }

  /** The key for new cookies, then the others; none while this server has not reached Redis. */
  List<String> get() {
    return keys;
  }

  /** Catches exceptions, because the scheduler does not repeat a task that throws. */
  void share() {
    try {
      var arguments = new ArrayList<>(List.of(candidate));
      arguments.addAll(keys);
      var shared = SHARE.run(redis, List.of(RedisKeys.SIGNING_KEYS), arguments);
      use(shared.stream().map(String.class::cast).sorted().toList());
    } catch (RuntimeException e) {
      LOG.log(Level.FINE, "Redis did not tell the keys that sign cookies; asking again", e);
    }
  }

  /** Sorted, so that all servers sign with the same key. */
  private void use(List<String> shared) {
    if (keys.isEmpty() && shared.contains(candidate)) {
      LOG.log(
          Level.INFO,
          "Made a key for guests' cookies and keep it in Redis. A cookie signed with an earlier key is not valid any more; auth.key prevents that");
    }
    keys = shared;
  }
}
