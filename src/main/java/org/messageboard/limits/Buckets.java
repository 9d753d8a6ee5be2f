package org.messageboard.limits;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.metrics.RedisMetrics;
import org.messageboard.metrics.RedisMetrics.Operation;
import org.messageboard.redis.LuaScript;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The buckets of all servers, in Redis. After a call has failed, this server counts in its own
 * memory. Another thread then tries Redis once a second, so no further request waits for it.
 * Thread-safe.
 */
final class Buckets {

  private static final Logger LOG = Logger.getLogger(Buckets.class.getName());
  private static final LuaScript TAKE = LuaScript.named("gcra.lua", "limits.lua");
  private static final long TRY_EVERY = Duration.ofSeconds(1).toNanos();

  /** About 4 MB. */
  private static final int MOST_LOCAL = 20_000;

  private final UnifiedJedis redis;
  private final RedisMetrics metrics;
  private final Executor executor;
  private final LocalBuckets local = new LocalBuckets(MOST_LOCAL);
  private final AtomicLong tried = new AtomicLong();
  private volatile boolean away;

  Buckets(UnifiedJedis redis, RedisMetrics metrics, Executor executor) {
    this.redis = redis;
    this.metrics = metrics;
    this.executor = executor;
  }

  /** Takes one from each bucket, or from none if one of them is empty. */
  Decision take(List<Bucket> buckets) {
    if (away) {
      tryAgain(buckets);
    } else {
      try {
        return shared(buckets);
      } catch (JedisException e) {
        failed(e);
      }
    }
    return local.take(buckets, System.nanoTime() / 1_000);
  }

  /** Whether this server counts by itself. */
  boolean isLocal() {
    return away;
  }

  private Decision shared(List<Bucket> buckets) {
    var keys = buckets.stream().map(Bucket::key).toList();
    var answer =
        metrics.measure(Operation.LIMIT, () -> TAKE.run(redis, keys, Bucket.arguments(buckets)));
    var bucket = buckets.get(((Long) answer.get(0)).intValue());
    return new Decision(bucket, (Long) answer.get(1), (Long) answer.get(2));
  }

  private void failed(JedisException e) {
    LOG.log(Level.FINE, "Redis did not count a request; this server counts by itself", e);
    tried.set(System.nanoTime());
    away = true;
  }

  private void tryAgain(List<Bucket> buckets) {
    long last = tried.get();
    long now = System.nanoTime();
    if (now - last >= TRY_EVERY && tried.compareAndSet(last, now)) {
      executor.execute(() -> recover(buckets));
    }
  }

  private void recover(List<Bucket> buckets) {
    try {
      shared(buckets);
      away = false;
      local.clear();
    } catch (JedisException e) {
      LOG.log(Level.FINE, "Redis still does not count requests", e);
    }
  }
}
