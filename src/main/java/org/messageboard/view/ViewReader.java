package org.messageboard.view;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.messageboard.board.Identity;
import org.messageboard.board.MessageFields;
import org.messageboard.board.Position;
import org.messageboard.board.Rooms;
import org.messageboard.http.ProblemException;
import org.messageboard.metrics.Metrics;
import org.messageboard.metrics.RedisMetrics.Operation;
import org.messageboard.redis.LuaScript;
import org.messageboard.redis.RedisConnections;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Reads the board's view in Redis. When Redis does not answer, reads fail at once for the next
 * second, so that no thread waits for it. Error replies from Redis do not count, because a single
 * channel's key may have caused them.
 */
@ApplicationScoped
@Bulkhead(256)
@CircuitBreaker(
    requestVolumeThreshold = 4,
    failureRatio = 0.75,
    delay = 1000,
    failOn = JedisException.class,
    skipOn = JedisDataException.class)
public class ViewReader {

  static final LuaScript HISTORY = reading("history.lua");
  private static final LuaScript MESSAGE = reading("message.lua");

  /** Maximum number of reactions of which the names are told. */
  public static final int MAX_REACTIONS = 200;

  private static final LuaScript REACTIONS = reading("reactions.lua");
  private static final LuaScript REPLIES = reading("replies.lua");

  @Inject RedisConnections connections;
  @Inject Metrics metrics;
  @Inject HighWatermark highWatermark;
  @Inject Lengths lengths;

  private Reads reads;

  @PostConstruct
  void open() {
    open(connections.reading());
  }

  void open(UnifiedJedis redis) {
    reads = new Reads(redis, metrics.redis(), highWatermark);
  }

  /**
   * A message on the board.
   *
   * @param json the message, with {@code "mine":true} if the reader owns it
   * @param owner its owner, or null
   */
  public record Found(String json, String owner) {}

  /**
   * A page of history.
   *
   * @param reader the subject of who reads it, or null; {@code "mine":true} marks what it owns
   * @throws JedisException if Redis does not answer within a second
   * @throws ProblemException with status 404 if there is no such message to read around, or the
   *     channel is private and the reader no member, 410 if the query's position is of an earlier
   *     epoch or older than what the board has, 503 while the view is incomplete
   */
  public History history(HistoryQuery query, String reader) {
    new RedisRooms(reads).require(query.channel(), reader);
    return new PageReader(query, reader, lengths, this::historyCall).read();
  }

  /**
   * A page of an open channel, or of the whole board, for everybody; fails as {@link #history}
   * does.
   */
  public SharedPage shared(HistoryQuery query) {
    return new PageReader(query, null, lengths, this::historyCall).readShared();
  }

  private List<?> historyCall(List<String> keys, List<String> arguments) {
    return reads.run(Operation.HISTORY, HISTORY, keys, arguments);
  }

  /**
   * The message with this id, while the board's log has it, if the reader may see it.
   *
   * @param reader the subject of who reads it, or null
   */
  public Optional<Found> find(String id, String reader) {
    var answer = message(id, reader);
    // A second call for the membership would show in the time that the answer takes
    Rooms rooms = channel -> answer.get(5).equals(1L);
    return found(id, answer).filter(found -> rooms.maySee(MessageFields.channel(found.json())));
  }

  /** The message with this id, while the board's log has it, whoever may see it. */
  public Optional<Found> findReported(String id) {
    return found(id, message(id, null));
  }

  private static Optional<Found> found(String id, List<?> answer) {
    var owner = (String) answer.get(4);
    return Optional.of(new Found((String) answer.get(3), owner.isEmpty() ? null : owner))
        .filter(found -> MessageFields.hasId(found.json(), id));
  }

  private List<?> message(String id, String reader) {
    var keys =
        List.of(
            RedisKeys.STATE,
            RedisKeys.IDS,
            RedisKeys.LOG,
            RedisKeys.CHANGED,
            RedisKeys.MESSAGE,
            RedisKeys.ROOMS);
    var arguments =
        reader == null ? List.of(id, "", "") : List.of(id, reader, Identity.person(reader));
    return reads.run(Operation.FIND, MESSAGE, keys, arguments);
  }

  /**
   * A page of the replies to a message, newest first; without any also if there is no such message.
   *
   * @param before only replies before this position, or null
   * @param reader the subject of who reads them, or null
   * @throws ProblemException as {@link #history} does
   */
  public History replies(String id, Position before, int limit, String reader) {
    var arguments =
        List.of(
            before == null ? "" : Long.toString(before.number()),
            before == null ? "" : before.epoch(),
            Integer.toString(limit),
            reader == null ? "" : reader,
            id);
    var keys =
        List.of(
            RedisKeys.STATE,
            RedisKeys.LOG,
            RedisKeys.REPLIES + id,
            RedisKeys.CHANGED,
            RedisKeys.MESSAGE);
    return PageReader.thread(reads.run(Operation.HISTORY, REPLIES, keys, arguments));
  }

  /**
   * Who reacted to a message, with which emoji, at most about {@link #MAX_REACTIONS}.
   *
   * @return the elements of a JSON array
   */
  public String reactions(String id) {
    var keys = List.of(RedisKeys.STATE, RedisKeys.CHANGED, RedisKeys.MESSAGE + id);
    var arguments = List.of(id, Integer.toString(MAX_REACTIONS));
    var answer = reads.run(Operation.FIND, REACTIONS, keys, arguments);
    var found = Reads.texts(answer.subList(3, answer.size()));
    return IntStream.range(0, found.size() / 2)
        .mapToObj(
            i -> "{\"emoji\":\"" + found.get(2 * i) + "\",\"by\":" + found.get(2 * i + 1) + "}")
        .collect(Collectors.joining(","));
  }

  private static LuaScript reading(String name) {
    return LuaScript.named("reading.lua", "messages.lua", "current.lua", "private.lua", name);
  }
}
