package org.messageboard.view;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.messageboard.board.Identity;
import org.messageboard.board.Position;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;
import org.messageboard.metrics.Metrics;
import org.messageboard.metrics.RedisMetrics.Operation;
import org.messageboard.redis.LuaScript;
import org.messageboard.redis.RedisConnections;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Reads what moderators did, and reports to them; it fails as {@link ViewReader} does. */
@ApplicationScoped
@Bulkhead(64)
@CircuitBreaker(
    requestVolumeThreshold = 4,
    failureRatio = 0.75,
    delay = 1000,
    failOn = JedisException.class,
    skipOn = JedisDataException.class)
public class ModerationReader {

  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());
  private static final LuaScript RESTRICTIONS = LuaScript.named("reading.lua", "restrictions.lua");
  private static final LuaScript PINS = LuaScript.named("reading.lua", "private.lua", "pins.lua");
  private static final LuaScript REPORTS = LuaScript.named("reading.lua", "reports.lua");
  private static final LuaScript AUDIT = LuaScript.named("reading.lua", "private.lua", "audit.lua");

  /**
   * A page, newest first.
   *
   * @param next where it ends, or null if there is no more
   */
  public record Page(List<JsonObject> entries, Position next) {}

  /**
   * How people are restricted.
   *
   * @param nothing whether Redis has nothing at all: the board is new, or Redis was lost
   */
  public record Restricting(List<JsonObject> newest, boolean nothing) {}

  @Inject RedisConnections connections;
  @Inject Metrics metrics;
  @Inject HighWatermark highWatermark;

  private Reads reads;

  @PostConstruct
  void open() {
    open(connections.reading());
  }

  void open(UnifiedJedis redis) {
    reads = new Reads(redis, metrics.redis(), highWatermark);
  }

  /** The newest restriction of each person, also one that is over. */
  public Restricting restrictions() {
    var keys = List.of(RedisKeys.STATE, RedisKeys.RESTRICTIONS);
    var answer = reads.run(Operation.ROOMS, RESTRICTIONS, keys, List.of());
    return new Restricting(found(answer), answer.get(0).equals(""));
  }

  /**
   * A channel's pinned messages as they are now, the newest pin first.
   *
   * @param reader the subject of who reads them, or null
   * @throws ProblemException with status 404 if the channel is private and the reader no member
   */
  public List<JsonObject> pins(String channel, String reader) {
    new RedisRooms(reads).require(channel, reader);
    return pins(channel, "", reader);
  }

  /**
   * A pinned message that the reader may see, also one that the log no longer has.
   *
   * @param reader the subject of who reads it
   */
  public Optional<JsonObject> pinned(String id, String reader) {
    return pins("", id, reader).stream().findFirst();
  }

  private List<JsonObject> pins(String channel, String id, String reader) {
    var keys = List.of(RedisKeys.STATE, RedisKeys.PINS, RedisKeys.ROOMS);
    var arguments = List.of(channel, id, reader == null ? "" : Identity.person(reader));
    return found(reads.run(Operation.HISTORY, PINS, keys, arguments));
  }

  /**
   * A page of the reports that are open, or of those that are closed.
   *
   * @param before only reports before this position, or null
   * @throws ProblemException with status 410 if the position is of an earlier epoch
   */
  public Page reports(boolean closed, Position before, int limit) {
    var arguments = List.of(closed ? "closed" : "open", number(before), Integer.toString(limit));
    return page(reports(arguments), before, limit);
  }

  /** The report with this id. */
  public Optional<JsonObject> report(String id) {
    return page(reports(List.of("one", id, "1")), null, 1).entries().stream().findFirst();
  }

  private List<?> reports(List<String> arguments) {
    var keys = List.of(RedisKeys.STATE, RedisKeys.REPORTS, RedisKeys.REPORTED);
    return reads.run(Operation.HISTORY, REPORTS, keys, arguments);
  }

  /**
   * A page of what moderators did; a short one may have a next, because what happened in private
   * channels is only for their members.
   *
   * @param before only what happened before this position, or null
   * @param person who reads it
   * @throws ProblemException with status 410 if the position is of an earlier epoch
   */
  public Page audit(Position before, int limit, String person) {
    var keys = List.of(RedisKeys.STATE, RedisKeys.AUDIT, RedisKeys.ROOMS);
    var arguments = List.of(number(before), Integer.toString(limit), person);
    return page(reads.run(Operation.HISTORY, AUDIT, keys, arguments), before, limit);
  }

  private static String number(Position before) {
    return before == null ? "" : Long.toString(before.number());
  }

  /** Entries with their numbers as a page. */
  private static Page page(List<?> answer, Position before, int limit) {
    var epoch = (String) answer.get(0);
    if (before != null && !before.epoch().equals(epoch)) {
      throw new ProblemException(
          Problem.of(
              410,
              List.of(
                  new FieldError(
                      "before",
                      "The board has been read from Kafka again since it gave this position. Load"
                          + " the newest page, without before, and go on from there."))));
    }
    var found = Reads.texts(answer.subList(3, answer.size()));
    var entries =
        IntStream.range(0, found.size() / 2)
            .mapToObj(i -> found.get(2 * i + 1))
            .filter(json -> !json.isEmpty())
            .map(ModerationReader::json)
            .toList();
    boolean more = found.size() == 2 * limit;
    long last = more ? Long.parseLong(found.get(found.size() - 2)) : 0;
    return new Page(entries, more ? new Position(epoch, last) : null);
  }

  private static List<JsonObject> found(List<?> answer) {
    return Reads.texts(answer.subList(3, answer.size())).stream()
        .map(ModerationReader::json)
        .toList();
  }

  private static JsonObject json(String text) {
    try (var reader = READERS.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
