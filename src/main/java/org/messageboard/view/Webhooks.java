package org.messageboard.view;

import static java.util.stream.Collectors.toUnmodifiableMap;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.messageboard.board.Webhook;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.metrics.Metrics;
import org.messageboard.metrics.RedisMetrics.Operation;
import org.messageboard.redis.LuaScript;
import org.messageboard.redis.RedisConnections;
import redis.clients.jedis.UnifiedJedis;

/**
 * The webhooks that there are, as of the newest event about one that this server has streamed, and
 * never more than about a second older than Redis.
 */
@ApplicationScoped
public class Webhooks {

  /** Maximum number; {@code moderation.lua} has it, too. */
  public static final int MAX = 100;

  private static final LuaScript SCRIPT = LuaScript.named("reading.lua", "webhooks.lua");
  private static final List<String> KEYS = List.of(RedisKeys.STATE, RedisKeys.WEBHOOKS);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /**
   * @param by the name of the moderator who made it
   * @param timestamp when, ISO-8601 in UTC
   */
  public record Entry(Webhook webhook, String by, String timestamp) {}

  @Inject RedisConnections connections;
  @Inject Metrics metrics;
  @Inject HighWatermark highWatermark;

  /** By their ids; null until Redis has answered once. */
  private Remembered<Map<String, Entry>> all;

  @PostConstruct
  void open() {
    open(connections.reading());
  }

  void open(UnifiedJedis redis) {
    var reads = new Reads(redis, metrics.redis(), highWatermark);
    all = new Remembered<>(null, () -> read(reads));
  }

  private static Map<String, Entry> read(Reads reads) {
    var answer = reads.run(Operation.ROOMS, SCRIPT, KEYS, List.of());
    return Reads.texts(answer.subList(3, answer.size())).stream()
        .map(Webhooks::entry)
        .collect(toUnmodifiableMap(entry -> entry.webhook().id(), Function.identity()));
  }

  private static Entry entry(String text) {
    JsonObject json;
    try (var reader = Json.createReader(new StringReader(text))) {
      json = reader.readObject();
    }
    return new Entry(
        new Webhook(
            json.getString("id"),
            json.getString("target"),
            json.getString("name"),
            json.getString("icon", null),
            json.getString("hash")),
        json.getString("by"),
        json.getString("timestamp"));
  }

  /** Has the next call ask Redis again, because a webhook was made or revoked. */
  public void changed() {
    all.changed();
  }

  /**
   * The webhook with this id, unless it was revoked.
   *
   * @throws ProblemException status 503 if this server has not reached Redis since it started
   */
  public Optional<Webhook> find(String id) {
    return Optional.ofNullable(known().get(id)).map(Entry::webhook);
  }

  /**
   * All of them, the oldest first.
   *
   * @throws ProblemException as {@link #find} does
   */
  public List<Entry> all() {
    return known().values().stream()
        .sorted((one, other) -> one.timestamp().compareTo(other.timestamp()))
        .toList();
  }

  private Map<String, Entry> known() {
    var known = all.get();
    if (known == null) {
      throw new ProblemException(
          Problem.unavailable("The webhooks are not known yet. Try again.", RETRY_AFTER));
    }
    return known;
  }
}
