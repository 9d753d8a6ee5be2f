package org.messageboard.accounts;

import jakarta.json.Json;
import java.util.List;
import java.util.Optional;
import org.messageboard.accounts.Session.Times;
import org.messageboard.view.RedisKeys;
import redis.clients.jedis.UnifiedJedis;

/**
 * People's sessions as they began, which only they get to see. Redis has each person's newest, as a
 * sorted set of sealed entries by their ends. Every method throws a {@link
 * redis.clients.jedis.exceptions.JedisException} if Redis does not answer.
 */
record SessionList(UnifiedJedis redis, Seal seal) {

  private static final int MOST = 100;

  /**
   * @param browser in which it began, or ""
   */
  record Entry(Session session, String browser) {}

  void add(Entry entry) {
    var session = entry.session();
    var key = RedisKeys.SESSIONS + session.identity().subject();
    var json =
        Json.createObjectBuilder()
            .add("session", SessionJson.write(session))
            .add("browser", entry.browser())
            .build();
    redis.zadd(key, session.times().end(), seal.seal(json.toString()));
    redis.zremrangeByScore(key, 0, Times.now());
    redis.zremrangeByRank(key, 0, -MOST - 1);
    // None lasts longer than the newest
    redis.expireAt(key, session.times().end());
  }

  /** Removes all of a person's, and what renews them. */
  void remove(String subject, SessionStore store) {
    of(subject).forEach(entry -> store.delete(entry.session().id()));
    redis.del(RedisKeys.SESSIONS + subject);
  }

  /** Those of a person that have not come to their end, the newest first. */
  List<Entry> of(String subject) {
    return redis
        .zrevrangeByScore(RedisKeys.SESSIONS + subject, Double.MAX_VALUE, Times.now())
        .stream()
        .map(seal::open)
        .flatMap(Optional::stream)
        .map(SessionJson::parse)
        .map(
            json ->
                new Entry(
                    SessionJson.read(json.getJsonObject("session")), json.getString("browser")))
        .toList();
  }
}
