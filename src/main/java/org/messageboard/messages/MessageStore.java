package org.messageboard.messages;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.messageboard.metrics.Metrics;
import org.messageboard.metrics.RedisMetrics;
import org.messageboard.metrics.RedisMetrics.Operation;
import org.messageboard.platform.LuaScript;
import org.messageboard.platform.RedisConnections;
import org.messageboard.platform.RedisKeys;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ZRangeParams;

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
public class MessageStore {

  /** How many messages one page looks at when it searches for an author. */
  private static final int SEARCHED = 10_000;

  /** How many of them with one call: meanwhile Redis does nothing else, about 2 ms. */
  private static final int SEARCHED_AT_ONCE = 1_000;

  private static final long ALL = Long.MAX_VALUE;

  private static final LuaScript HISTORY = LuaScript.named("history.lua");

  @Inject RedisConnections connections;
  @Inject Metrics metrics;

  @Inject
  @ConfigProperty(name = "board.history.length")
  int boardLength;

  private UnifiedJedis redis;
  private RedisMetrics measured;

  @PostConstruct
  void open() {
    redis = connections.reading();
    measured = metrics.redis();
  }

  /**
   * A page of history.
   *
   * @throws JedisException when Redis does not answer within a second
   */
  public History history(HistoryQuery query) {
    boolean list = query.channel() != null || isNewestOfBoard(query);
    var first = part(query, list, query.before() == null ? ALL : query.before().number(), 0);
    var messages = new ArrayList<>(texts(first.get(2)));
    long before = (Long) first.get(3);
    int searched = SEARCHED_AT_ONCE;
    while (before > 0 && messages.size() < query.limit() && searched < SEARCHED) {
      var next = part(query, list, before, messages.size());
      messages.addAll(texts(next.get(2)));
      before = (Long) next.get(3);
      searched += SEARCHED_AT_ONCE;
    }
    return new History((String) first.get(0), (Long) first.get(1), messages);
  }

  /** What one call finds below a number, {@link #ALL} for every one. */
  private List<?> part(HistoryQuery query, boolean list, long before, int found) {
    var arguments =
        List.of(
            list ? "list" : "log",
            before == ALL ? "" : Long.toString(before),
            Integer.toString(query.limit() - found),
            query.author() == null ? "" : MessageFields.authorMember(query.author()),
            Integer.toString(list ? SEARCHED : SEARCHED_AT_ONCE));
    var keys = List.of(RedisKeys.STATE, key(query, list));
    return measured.measure(Operation.HISTORY, () -> HISTORY.run(redis, keys, arguments));
  }

  /** The message of this id, as JSON, while the board's log holds it. */
  public Optional<String> find(String id) {
    return measured.measure(Operation.FIND, () -> entry(id));
  }

  private Optional<String> entry(String id) {
    var number = redis.zscore(RedisKeys.IDS, id);
    if (number == null) {
      return Optional.empty();
    }
    var entry = Long.toString(number.longValue()) + "-0";
    return redis.xrange(RedisKeys.LOG, entry, entry).stream()
        .map(e -> e.getFields().get("m"))
        .filter(json -> MessageFields.hasId(json, id))
        .findFirst();
  }

  /** Channels by their newest message, the liveliest first, at most {@code limit}. */
  public List<ChannelState> channels(int limit) {
    return measured.measure(Operation.CHANNELS, () -> newest(limit));
  }

  private List<ChannelState> newest(int limit) {
    var epoch = redis.hget(RedisKeys.STATE, "epoch");
    var names =
        redis.zrangeWithScores(RedisKeys.CHANNELS, ZRangeParams.zrangeParams(0, limit - 1).rev());
    if (names.isEmpty()) {
      return List.of();
    }
    var counts =
        redis.hmget(
            RedisKeys.COUNTS, names.stream().map(n -> n.getElement()).toArray(String[]::new));
    var channels = new ArrayList<ChannelState>();
    for (int i = 0; i < names.size(); i++) {
      var count = counts.get(i) == null ? 0 : Long.parseLong(counts.get(i));
      var position = new Position(epoch, (long) names.get(i).getScore());
      channels.add(new ChannelState(names.get(i).getElement(), count, position));
    }
    return channels;
  }

  private boolean isNewestOfBoard(HistoryQuery query) {
    return query.author() == null && query.before() == null && query.limit() <= boardLength;
  }

  private static String key(HistoryQuery query, boolean list) {
    if (query.channel() != null) {
      return RedisKeys.CHANNEL + query.channel();
    }
    return list ? RedisKeys.BOARD : RedisKeys.LOG;
  }

  private static List<String> texts(Object list) {
    return ((List<?>) list).stream().map(String.class::cast).toList();
  }
}
