package org.messageboard.accounts;

import jakarta.json.Json;
import java.util.List;
import java.util.Optional;
import org.messageboard.accounts.Session.Times;
import org.messageboard.redis.LuaScript;
import org.messageboard.view.RedisKeys;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.SetParams;

/**
 * What Redis keeps of a session, sealed, until the session's end: its newest state, and the token
 * with which the provider is asked again. Without it a session goes on, but cannot be renewed.
 */
record SessionStore(UnifiedJedis redis, Seal seal) {

  /** Longer than the provider may take to answer, in seconds. */
  private static final int RENEWAL_LIMIT = 15;

  private static final LuaScript UNLOCK = LuaScript.named("unlock.lua");

  /**
   * @param session its newest state
   * @param refreshToken with which the provider is asked again
   */
  record Entry(Session session, String refreshToken) {}

  void write(Entry entry) {
    long life = Math.max(1, entry.session().times().end() - Times.now());
    var json =
        Json.createObjectBuilder()
            .add("session", SessionJson.write(entry.session()))
            .add("refresh", entry.refreshToken())
            .build();
    redis.set(
        RedisKeys.SESSION + entry.session().id(),
        seal.seal(json.toString()),
        SetParams.setParams().ex(life));
  }

  Optional<Entry> read(String id) {
    return Optional.ofNullable(redis.get(RedisKeys.SESSION + id))
        .flatMap(seal::open)
        .map(SessionJson::parse)
        .map(
            json ->
                new Entry(
                    SessionJson.read(json.getJsonObject("session")), json.getString("refresh")));
  }

  void delete(String id) {
    redis.del(RedisKeys.SESSION + id);
  }

  /**
   * Whether the caller may renew the session: only one of all servers at a time, because some
   * providers take a refresh token once.
   *
   * @param owner a secret of this renewal
   */
  boolean beginRenewal(String id, String owner) {
    var once = SetParams.setParams().nx().ex(RENEWAL_LIMIT);
    return redis.set(RedisKeys.RENEWAL + id, owner, once) != null;
  }

  /** Ends the renewal, unless it has taken too long and somebody else has begun one. */
  void endRenewal(String id, String owner) {
    UNLOCK.run(redis, List.of(RedisKeys.RENEWAL + id), List.of(owner));
  }
}
