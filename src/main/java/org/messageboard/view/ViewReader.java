package org.messageboard.view;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /**
   * What one call of {@code history.lua} answers.
   *
   * @param nextBefore the number below which there is more, 0, or {@link #UNKNOWN_POSITION}
   */
  private record Part(String epoch, long newest, List<String> messages, long nextBefore) {

    static Part of(List<?> answer) {
      return new Part(
          (String) answer.get(0), (Long) answer.get(1), texts(answer.get(3)), (Long) answer.get(4));
    }
  }

  /** Maximum number of messages searched for one page of an author. */
  static final int MAX_SEARCHED = 10_000;

  /** Maximum number searched by one call, which blocks Redis for about 2 ms. */
  private static final int MAX_SEARCHED_PER_CALL = 1_000;

  /** The script's answer to a position that the board does not know. */
  private static final long UNKNOWN_POSITION = -1;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private static final LuaScript HISTORY = LuaScript.named("reading.lua", "history.lua");
  private static final LuaScript CHANNELS = LuaScript.named("reading.lua", "channels.lua");
  private static final LuaScript MESSAGE = LuaScript.named("reading.lua", "message.lua");

  @Inject RedisConnections connections;
  @Inject Metrics metrics;
  @Inject HighWatermark highWatermark;
  @Inject Lengths lengths;

  UnifiedJedis redis;
  RedisMetrics redisMetrics;

  @PostConstruct
  void open() {
    redis = connections.reading();
    redisMetrics = metrics.redis();
  }

  /**
   * A page of history.
   *
   * @throws JedisException if Redis does not answer within a second
   * @throws ProblemException with status 410 if the query's position is of an earlier epoch, 503
   *     while the view is incomplete
   */
  public History history(HistoryQuery query) {
    var first = part(query, query.before(), 0);
    var messages = new ArrayList<>(first.messages());
    long nextBefore = requireKnown(first.nextBefore());
    int searched = MAX_SEARCHED_PER_CALL;
    while (nextBefore > 0 && messages.size() < query.limit() && searched < MAX_SEARCHED) {
      var next = part(query, new Position(first.epoch(), nextBefore), messages.size());
      if (next.nextBefore() == UNKNOWN_POSITION) {
        // The epoch has just changed: this page ends here, and the next one is rejected
        break;
      }
      messages.addAll(next.messages());
      nextBefore = next.nextBefore();
      searched += MAX_SEARCHED_PER_CALL;
    }
    return new History(first.epoch(), first.newest(), messages, nextBefore);
  }

  /** What one call finds before a position, or among all messages if that is null. */
  private Part part(HistoryQuery query, Position before, int found) {
    var kind = kind(query);
    var arguments =
        List.of(
            kind,
            before == null ? "" : Long.toString(before.number()),
            Integer.toString(query.limit() - found),
            query.author() == null ? "" : MessageFields.authorMember(query.author()),
            Integer.toString(kind.equals("log") ? MAX_SEARCHED_PER_CALL : MAX_SEARCHED),
            before == null ? "" : before.epoch(),
            query.channel() == null ? "" : query.channel());
    var list = key(kind, query.channel());
    var keys = List.of(RedisKeys.STATE, list, RedisKeys.LOG, RedisKeys.CHANNELS);
    return redisMetrics.measure(Operation.HISTORY, () -> Part.of(answer(HISTORY, keys, arguments)));
  }

  /**
   * Returns what a script answers.
   *
   * @throws ProblemException with status 503 if the view is incomplete, or lacks events that this
   *     server had seen before it asked; a consumer then reads them from Kafka again
   */
  private List<?> answer(LuaScript script, List<String> keys, List<String> arguments) {
    var seen = highWatermark.get();
    var answer = script.run(redis, keys, arguments);
    var at = new Position((String) answer.get(0), (Long) answer.get(1));
    if (at.number() < 0 || at.isBefore(seen)) {
      throw incomplete((String) answer.get(2));
    }
    return answer;
  }

  private static ProblemException incomplete(String left) {
    return new ProblemException(
        Problem.unavailable(
            "The board is being read from Kafka again"
                + (left.isEmpty() ? "." : "; about " + left + " records are left.")
                + " Ask again in a moment.",
            RETRY_AFTER));
  }

  private static long requireKnown(long nextBefore) {
    if (nextBefore == UNKNOWN_POSITION) {
      throw new ProblemException(
          Problem.of(
              410,
              List.of(
                  new FieldError(
                      "before",
                      "The board has been read from Kafka again since it gave this position."
                          + " Load the newest page, without before, and go on from there."))));
    }
    return nextBefore;
  }

  /** The message with this id as JSON, while the board's log has it. */
  public Optional<String> find(String id) {
    return redisMetrics.measure(Operation.FIND, () -> entry(id));
  }

  private Optional<String> entry(String id) {
    var keys = List.of(RedisKeys.STATE, RedisKeys.IDS, RedisKeys.LOG);
    var json = (String) answer(MESSAGE, keys, List.of(id)).get(3);
    return Optional.of(json).filter(found -> MessageFields.hasId(found, id));
  }

  /** The {@code limit} channels with the newest messages, newest first. */
  public ChannelList channels(int limit) {
    return redisMetrics.measure(Operation.CHANNELS, () -> newest(limit));
  }

  private ChannelList newest(int limit) {
    var keys = List.of(RedisKeys.STATE, RedisKeys.CHANNELS, RedisKeys.COUNTS);
    var answer = answer(CHANNELS, keys, List.of(Integer.toString(limit)));
    var position = History.position((String) answer.get(0), (Long) answer.get(1));
    return new ChannelList(position, channelStates(answer));
  }

  private static List<ChannelState> channelStates(List<?> answer) {
    var epoch = (String) answer.get(0);
    var found = texts(answer.subList(3, answer.size()));
    var channels = new ArrayList<ChannelState>();
    for (int i = 0; i < found.size(); i += 3) {
      var position = new Position(epoch, Long.parseLong(found.get(i + 1)));
      channels.add(new ChannelState(found.get(i), Long.parseLong(found.get(i + 2)), position));
    }
    return channels;
  }

  private boolean isInBoardList(HistoryQuery query) {
    return query.author() == null && query.before() == null && query.limit() <= lengths.board();
  }

  private String kind(HistoryQuery query) {
    if (query.channel() != null) {
      return "channel";
    }
    return isInBoardList(query) ? "board" : "log";
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
