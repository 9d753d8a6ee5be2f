package org.messageboard.accounts;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.messageboard.accounts.Session.Times;
import org.messageboard.view.RedisKeys;
import redis.clients.jedis.UnifiedJedis;

/**
 * Sessions that were ended before their time. Redis has them as a sorted set by time, for as long
 * as a session can last; every server reads the new ones each few seconds. Thread-safe.
 */
final class Revocations {

  /** How far the servers' clocks may differ, in seconds. */
  private static final int SKEW = 120;

  private final UnifiedJedis redis;
  private final int life;

  /** A session's id, a provider's session or a subject, to when it was revoked. */
  private final Map<String, Long> revoked = new ConcurrentHashMap<>();

  /** What Redis does not have yet. */
  private final Queue<String> unsaved = new ConcurrentLinkedQueue<>();

  private long newest;

  /**
   * @param life how long a session lasts at most, in seconds
   */
  Revocations(UnifiedJedis redis, int life) {
    this.redis = redis;
    this.life = life;
  }

  /**
   * Revokes a session by its id, or all of a provider's session or a subject. This server knows it
   * at once, the others when they have read it.
   */
  void add(String name) {
    revoked.put(name, Times.now());
    unsaved.add(name);
  }

  /** Whether it was revoked. A subject's later sessions were not. */
  boolean include(Session session) {
    var bySubject = revoked.get(session.identity().subject());
    return Stream.of(session.id(), session.providerId())
            .anyMatch(id -> id != null && revoked.containsKey(id))
        || bySubject != null && session.times().began() < bySubject;
  }

  /**
   * Saves what is unsaved, and reads what is new.
   *
   * @throws redis.clients.jedis.exceptions.JedisException if Redis does not answer
   */
  synchronized void share() {
    for (var name = unsaved.peek(); name != null; name = unsaved.peek()) {
      save(name);
      unsaved.remove();
    }
    for (var entry :
        redis.zrangeByScoreWithScores(RedisKeys.REVOKED, newest - SKEW, Double.MAX_VALUE)) {
      long at = (long) entry.getScore();
      revoked.merge(entry.getElement(), at, Math::max);
      newest = Math.max(newest, at);
    }
    long over = Times.now() - life - SKEW;
    revoked.values().removeIf(at -> at < over);
  }

  private void save(String name) {
    redis.zadd(RedisKeys.REVOKED, revoked.getOrDefault(name, Times.now()), name);
    redis.zremrangeByScore(RedisKeys.REVOKED, 0, Times.now() - life - SKEW);
    redis.expire(RedisKeys.REVOKED, life + SKEW);
  }
}
