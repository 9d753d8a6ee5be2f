package org.messageboard.view;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.messageboard.board.MessageFields;
import org.messageboard.board.Position;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;
import org.messageboard.metrics.Metrics;
import org.messageboard.metrics.RedisMetrics;
import org.messageboard.metrics.RedisMetrics.Operation;
import org.messageboard.redis.LuaScript;
import org.messageboard.redis.RedisConnections;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Reads the board's view in Redis. A Redis that does not answer is left alone for a second, so that
 * reads are refused at once and no thread waits for it; one that answers with an error is not, as
 * that may be the fault of one channel's key.
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

  /** How many messages one page looks at when it searches for an author. */
  private static final int SEARCHED = 10_000;

  /** How many of them with one call: meanwhile Redis does nothing else, about 2 ms. */
  private static final int SEARCHED_AT_ONCE = 1_000;

  /** What the script answers when a position means nothing on the board. */
  private static final long UNKNOWN = -1;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private static final LuaScript HISTORY = LuaScript.named("reading.lua", "history.lua");
  private static final LuaScript CHANNELS = LuaScript.named("reading.lua", "channels.lua");
  private static final LuaScript MESSAGE = LuaScript.named("reading.lua", "message.lua");

  @Inject RedisConnections connections;
  @Inject Metrics metrics;
  @Inject HighWatermark seen;

  @Inject
  @ConfigProperty(name = "board.history.length")
  int boardLength;

  UnifiedJedis redis;
  RedisMetrics measured;

  @PostConstruct
  void open() {
    redis = connections.reading();
    measured = metrics.redis();
  }

  /**
   * A page of history.
   *
   * @throws JedisException when Redis does not answer within a second
   * @throws ProblemException status 410 when the position asked for is of an earlier epoch, 503
   *     while Redis lacks something
   */
  public History history(HistoryQuery query) {
    var first = part(query, query.before(), 0);
    var messages = new ArrayList<>(texts(first.get(3)));
    var epoch = (String) first.get(0);
    long rest = known((Long) first.get(4));
    int searched = SEARCHED_AT_ONCE;
    while (rest > 0 && messages.size() < query.limit() && searched < SEARCHED) {
      var next = part(query, new Position(epoch, rest), messages.size());
      messages.addAll(texts(next.get(3)));
      // Where the epoch has just changed the page ends, and the one after it is refused
      rest = (Long) next.get(4) == UNKNOWN ? rest : (Long) next.get(4);
      searched += SEARCHED_AT_ONCE;
    }
    return new History(epoch, (Long) first.get(1), messages, rest);
  }

  /** What one call finds before a position, or of all when that is null. */
  private List<?> part(HistoryQuery query, Position before, int found) {
    var kind = kind(query);
    var arguments =
        List.of(
            kind,
            before == null ? "" : Long.toString(before.number()),
            Integer.toString(query.limit() - found),
            query.author() == null ? "" : MessageFields.authorMember(query.author()),
            Integer.toString(kind.equals("log") ? SEARCHED_AT_ONCE : SEARCHED),
            before == null ? "" : before.epoch(),
            query.channel() == null ? "" : query.channel());
    var list = key(kind, query.channel());
    var keys = List.of(RedisKeys.STATE, list, RedisKeys.LOG, RedisKeys.CHANNELS);
    return measured.measure(Operation.HISTORY, () -> whole(HISTORY, keys, arguments));
  }

  /**
   * What a script answers, unless Redis lacks something of what it says or of what this server had
   * seen before it asked: then a consumer reads it from Kafka again.
   */
  private List<?> whole(LuaScript script, List<String> keys, List<String> arguments) {
    var before = seen.get();
    var answer = script.run(redis, keys, arguments);
    var at = new Position((String) answer.get(0), (Long) answer.get(1));
    if (at.number() < 0 || at.isBefore(before)) {
      var left = (String) answer.get(2);
      throw new ProblemException(
          Problem.unavailable(
              "The board is being read from Kafka again"
                  + (left.isEmpty() ? "." : "; about " + left + " records are left.")
                  + " Ask again in a moment.",
              RETRY_AFTER));
    }
    return answer;
  }

  private static long known(long rest) {
    if (rest == UNKNOWN) {
      throw new ProblemException(
          Problem.of(
              410,
              List.of(
                  new FieldError(
                      "before",
                      "The board has been read from Kafka again since it gave this position."
                          + " Load the newest page, without before, and go on from there."))));
    }
    return rest;
  }

  /** The message of this id, as JSON, while the board's log holds it. */
  public Optional<String> find(String id) {
    return measured.measure(Operation.FIND, () -> entry(id));
  }

  private Optional<String> entry(String id) {
    var keys = List.of(RedisKeys.STATE, RedisKeys.IDS, RedisKeys.LOG);
    var json = (String) whole(MESSAGE, keys, List.of(id)).get(3);
    return Optional.of(json).filter(found -> MessageFields.hasId(found, id));
  }

  /** Channels by their newest message, the liveliest first, at most {@code limit}. */
  public List<ChannelState> channels(int limit) {
    return measured.measure(Operation.CHANNELS, () -> newest(limit));
  }

  private List<ChannelState> newest(int limit) {
    var keys = List.of(RedisKeys.STATE, RedisKeys.CHANNELS, RedisKeys.COUNTS);
    var answer = whole(CHANNELS, keys, List.of(Integer.toString(limit)));
    var epoch = (String) answer.get(0);
    var found = texts(answer.subList(3, answer.size()));
    var channels = new ArrayList<ChannelState>();
    for (int i = 0; i < found.size(); i += 3) {
      var position = new Position(epoch, Long.parseLong(found.get(i + 1)));
      channels.add(new ChannelState(found.get(i), Long.parseLong(found.get(i + 2)), position));
    }
    return channels;
  }

  private boolean isNewestOfBoard(HistoryQuery query) {
    return query.author() == null && query.before() == null && query.limit() <= boardLength;
  }

  private String kind(HistoryQuery query) {
    if (query.channel() != null) {
      return "channel";
    }
    return isNewestOfBoard(query) ? "board" : "log";
  }

  private static String key(String kind, String channel) {
    return switch (kind) {
      case "channel" -> RedisKeys.CHANNEL + channel;
      case "board" -> RedisKeys.BOARD;
      default -> RedisKeys.LOG;
    };
  }

  private static List<String> texts(Object list) {
    return ((List<?>) list).stream().map(String.class::cast).toList();
  }
}
