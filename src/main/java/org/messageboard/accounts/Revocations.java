package org.messageboard.accounts;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.messageboard.accounts.Session.Times;
import org.messageboard.view.RedisKeys;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ZRangeParams;

/**
 * Sessions that were ended before their time. Redis has them as a sorted set by the time at which
 * they were saved, for as long as a session can last; every server reads the new ones each few
 * seconds. A member is when something was revoked, a space, and its name. Thread-safe.
 */
final class Revocations {

  /** Before a subject: only those sessions for which the provider's own session is not known. */
  private static final String UNNAMED = "?";

  /** How far the servers' clocks may differ, in seconds. */
  private static final int SKEW = 120;

  private final UnifiedJedis redis;
  private final int life;

  /** A session's id, a provider's session, or whose sessions, to when it was revoked. */
  private final Map<String, Long> revoked = new ConcurrentHashMap<>();

  /** What Redis does not have yet. */
  private final Queue<String> unsaved = new ConcurrentLinkedQueue<>();

  /** When this server last read; 0 before the first time. */
  private long readAt;

  /**
   * @param life how long a session lasts at most, in seconds
   */
  Revocations(UnifiedJedis redis, int life) {
    this.redis = redis;
    this.life = life;
  }

  /**
   * Revokes a session by its id, a provider's session, or the sessions of a subject or person. This
   * server knows it at once, the others when they have read it.
   *
   * @param at until when the subject's or person's sessions began, in seconds since 1970
   */
  void add(String name, long at) {
    revoked.merge(name, at, Math::max);
    unsaved.add(at + " " + name);
  }

  /** The same, unless it is known already, or too long ago to matter. */
  void addIfNew(String name, long at) {
    if (at > revoked.getOrDefault(name, Times.now() - life - SKEW)) {
      add(name, at);
    }
  }

  /** Revokes a subject's sessions for which the provider's own session is not known. */
  void addUnnamed(String subject, long at) {
    add(UNNAMED + subject, at);
  }

  /** Whether it was revoked. A subject's later sessions were not. */
  boolean include(Session session) {
    if (revoked.isEmpty()) {
      return false;
    }
    var subject = session.identity().subject();
    return Stream.of(session.id(), session.providerId())
            .anyMatch(id -> id != null && revoked.containsKey(id))
        || isEarlier(session, subject)
        || isEarlier(session, session.identity().person())
        || session.providerId() == null && isEarlier(session, UNNAMED + subject);
  }

  private boolean isEarlier(Session session, String name) {
    return session.times().began() < revoked.getOrDefault(name, Long.MIN_VALUE);
  }

  /**
   * Saves what is unsaved, and reads what is new.
   *
   * @throws redis.clients.jedis.exceptions.JedisException if Redis does not answer
   */
  synchronized void share() {
    for (var member = unsaved.peek(); member != null; member = unsaved.peek()) {
      save(member);
      unsaved.remove();
    }
    long now = Times.now();
    // Another server's clock, or this one's before it was set, may have been ahead
    double from = Math.min(readAt, now) - SKEW;
    for (var member :
        redis.zrange(RedisKeys.REVOKED, ZRangeParams.zrangeByScoreParams(from, Double.MAX_VALUE))) {
      var parts = member.split(" ", 2);
      revoked.merge(parts[1], Long.valueOf(parts[0]), Math::max);
    }
    readAt = now;
    revoked.values().removeIf(at -> at < now - life - SKEW);
  }

  private void save(String member) {
    redis.zadd(RedisKeys.REVOKED, Times.now(), member);
    redis.zremrangeByScore(RedisKeys.REVOKED, 0, Times.now() - life - SKEW);
    redis.expire(RedisKeys.REVOKED, life + SKEW);
  }
}
