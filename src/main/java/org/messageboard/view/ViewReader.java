package org.messageboard.view;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.messageboard.board.MessageFields;
import org.messageboard.board.Position;
import org.messageboard.http.Problem;
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

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  static final LuaScript HISTORY = reading("history.lua");
  private static final LuaScript CHANNELS = LuaScript.named("reading.lua", "channels.lua");
  private static final LuaScript MESSAGE = reading("message.lua");

  /** Maximum number of reactions of which the names are told. */
  private static final int MAX_REACTIONS = 200;

  private static final LuaScript REACTIONS = reading("reactions.lua");
  private static final LuaScript REPLIES = reading("replies.lua");

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
   * @throws ProblemException with status 404 if there is no such message to read around, 410 if the
   *     query's position is of an earlier epoch or older than what the board has, 503 while the
   *     view is incomplete
   */
  public History history(HistoryQuery query, String reader) {
    return new PageReader(query, reader, lengths, this::historyCall).read();
  }

  private List<?> historyCall(List<String> keys, List<String> arguments) {
    return redisMetrics.measure(Operation.HISTORY, () -> answer(HISTORY, keys, arguments));
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

  /**
   * The message with this id, while the board's log has it.
   *
   * @param reader the subject of who reads it, or null
   */
  public Optional<Found> find(String id, String reader) {
    return redisMetrics.measure(Operation.FIND, () -> entry(id, reader));
  }

  private Optional<Found> entry(String id, String reader) {
    var keys =
        List.of(
            RedisKeys.STATE, RedisKeys.IDS, RedisKeys.LOG, RedisKeys.CHANGED, RedisKeys.MESSAGE);
    var answer = answer(MESSAGE, keys, List.of(id, reader == null ? "" : reader));
    var owner = (String) answer.get(4);
    return Optional.of(new Found((String) answer.get(3), owner.isEmpty() ? null : owner))
        .filter(found -> MessageFields.hasId(found.json(), id));
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
    var answer = redisMetrics.measure(Operation.HISTORY, () -> answer(REPLIES, keys, arguments));
    return PageReader.thread(answer);
  }

  /** Whether the board has this channel. */
  public boolean hasChannel(String name) {
    return redisMetrics.measure(
        Operation.CHANNELS, () -> redis.zscore(RedisKeys.CHANNELS, name) != null);
  }

  /** The names of all archived channels. */
  public Set<String> archivedChannels() {
    var settings =
        redisMetrics.measure(Operation.CHANNELS, () -> redis.hgetAll(RedisKeys.SETTINGS));
    settings.values().removeIf(setting -> !setting.contains("\"archived\":true"));
    return Set.copyOf(settings.keySet());
  }

  /** The {@code limit} channels with the newest messages, newest first. */
  public ChannelList channels(int limit) {
    return redisMetrics.measure(Operation.CHANNELS, () -> newest(limit));
  }

  private ChannelList newest(int limit) {
    var keys = List.of(RedisKeys.STATE, RedisKeys.CHANNELS, RedisKeys.COUNTS, RedisKeys.SETTINGS);
    var answer = answer(CHANNELS, keys, List.of(Integer.toString(limit)));
    var position = History.position((String) answer.get(0), (Long) answer.get(1));
    return new ChannelList(position, channelStates(answer));
  }

  private static List<ChannelState> channelStates(List<?> answer) {
    var epoch = (String) answer.get(0);
    var found = texts(answer.subList(3, answer.size()));
    var channels = new ArrayList<ChannelState>();
    for (int i = 0; i < found.size(); i += 4) {
      var position = new Position(epoch, Long.parseLong(found.get(i + 1)));
      var messages = Long.parseLong(found.get(i + 2));
      channels.add(new ChannelState(found.get(i), messages, position, found.get(i + 3)));
    }
    return channels;
  }

  /**
   * Who reacted to a message, with which emoji, at most about {@link #MAX_REACTIONS}.
   *
   * @return the elements of a JSON array
   */
  public String reactions(String id) {
    var keys = List.of(RedisKeys.STATE, RedisKeys.CHANGED, RedisKeys.MESSAGE + id);
    var arguments = List.of(id, Integer.toString(MAX_REACTIONS));
    var answer = redisMetrics.measure(Operation.FIND, () -> answer(REACTIONS, keys, arguments));
    var found = texts(answer.subList(3, answer.size()));
    return IntStream.range(0, found.size() / 2)
        .mapToObj(
            i -> "{\"emoji\":\"" + found.get(2 * i) + "\",\"by\":" + found.get(2 * i + 1) + "}")
        .collect(Collectors.joining(","));
  }

  private static LuaScript reading(String name) {
    return LuaScript.named("reading.lua", "messages.lua", "current.lua", name);
  }

  static List<String> texts(Object list) {
    return ((List<?>) list).stream().map(String.class::cast).toList();
  }
}
