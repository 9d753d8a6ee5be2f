package org.messageboard.view;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.messageboard.board.Message;
import org.messageboard.board.MessageJson;
import org.messageboard.board.Position;
import org.messageboard.metrics.RedisMetrics;
import org.messageboard.metrics.RedisMetrics.Operation;
import org.messageboard.redis.LuaScript;
import org.messageboard.view.Applied.Result;
import org.messageboard.view.Applied.State;
import redis.clients.jedis.UnifiedJedis;

/**
 * The board's view in Redis, seen from its writer. Any number of writers may be at work at once.
 * Every method throws a {@link redis.clients.jedis.exceptions.JedisException} when what it does is
 * not known to have happened.
 */
public class ViewWriter {

  /**
   * How much Redis keeps, in entries.
   *
   * @param board the list of the whole board
   * @param channel a channel's list
   * @param log the log that streams resume from
   * @param ids message ids, against repetition
   * @param channels channels
   */
  public record Lengths(int board, int channel, int log, int ids, int channels) {}

  /** Whose a repair is; the order is that of the script's numbers. */
  public enum Begun {
    CALLERS,
    ANOTHERS,
    /** Nobody's: what was missing has been repaired meanwhile. */
    OVER
  }

  /** What {@code apply.lua} is called for, when not by a repair. */
  private static final String NEXT = "";

  private static final String FIRST = "first";

  private static final LuaScript APPLY = LuaScript.named("view.lua", "apply.lua");
  private static final LuaScript REPAIR = LuaScript.named("view.lua", "repair.lua");
  private static final List<String> KEYS =
      List.of(
          RedisKeys.BOARD,
          RedisKeys.LOG,
          RedisKeys.OFFSETS,
          RedisKeys.IDS,
          RedisKeys.STATE,
          RedisKeys.CHANNELS,
          RedisKeys.COUNTS,
          RedisKeys.CHANNEL);

  private final UnifiedJedis redis;
  private final RedisMetrics metrics;
  private final Lengths lengths;

  public ViewWriter(UnifiedJedis redis, RedisMetrics metrics, Lengths lengths) {
    this.redis = redis;
    this.metrics = metrics;
    this.lengths = lengths;
  }

  /**
   * Applies records of a topic, those that are next, and publishes their events; one atomic step.
   *
   * @param topicId id of the topic, not its name: a topic that was created again starts at offset 0
   * @param known the newest position that anyone here has seen, or null
   */
  public Applied apply(String topicId, Position known, List<ViewRecord> records) {
    return apply(NEXT, topicId, known, 0, records);
  }

  /** Does the same where the view is empty because the board is new. */
  public Applied applyFirst(String topicId, List<ViewRecord> records) {
    return apply(FIRST, topicId, null, 0, records);
  }

  /**
   * Applies records that Redis lacks, without publishing them.
   *
   * @param token of the repair
   * @param left how many records the repair has still to read after these
   * @return false when the repair is not the caller's any more, or Redis has less than when it
   *     began
   */
  public boolean fill(String token, String topicId, long left, List<ViewRecord> records) {
    return apply(token, topicId, null, left, records).isDone();
  }

  private Applied apply(
      String mode, String topicId, Position known, long left, List<ViewRecord> records) {
    var arguments = new ArrayList<String>(13 + 7 * records.size());
    arguments.add(mode);
    addKnown(known, arguments);
    arguments.add(newEpoch());
    arguments.add(RedisKeys.PUBSUB);
    arguments.add(RedisKeys.TRACES);
    arguments.add(topicId);
    arguments.add(Integer.toString(lengths.board()));
    arguments.add(Integer.toString(lengths.channel()));
    arguments.add(Integer.toString(lengths.log()));
    arguments.add(Integer.toString(lengths.ids()));
    arguments.add(Integer.toString(lengths.channels()));
    arguments.add(Long.toString(left));
    records.forEach(r -> add(r, arguments));
    return applied(run(APPLY, arguments));
  }

  /**
   * Looks whether the view is whole; one of whose keys some are gone, or do not fit the others, is
   * forgotten.
   *
   * @param known the newest position that anyone here has seen, or null
   * @param channel where to begin with the lists of channels, modulo their number
   * @param channels how many of them to look at
   */
  public Applied look(Position known, int channel, int channels) {
    var arguments = new ArrayList<String>();
    arguments.add("look");
    addKnown(known, arguments);
    arguments.add(Integer.toString(channel));
    arguments.add(Integer.toString(channels));
    return applied(run(REPAIR, arguments));
  }

  /**
   * Begins a repair; until it ends the view can be read by nobody.
   *
   * @param token the epoch that begins when it ends
   * @param epoch in which something was found missing
   * @param silence another's repair that has been silent for so long is taken over
   */
  public Begun beginRepair(String token, String epoch, Duration silence) {
    var arguments = List.of("begin", token, epoch, Long.toString(silence.toMillis()));
    return Begun.values()[state(run(REPAIR, arguments)).ordinal()];
  }

  /** Ends the caller's repair; false when it was not the caller's any more. */
  public boolean endRepair(String token) {
    return state(run(REPAIR, List.of("end", token))) == State.WHOLE;
  }

  /** The last offset applied of every partition of the topic; one without has none. */
  public Map<Integer, Long> offsets(String topicId) {
    return offsets(redis, topicId);
  }

  /** The same, for who writes nothing. */
  public static Map<Integer, Long> offsets(UnifiedJedis redis, String topicId) {
    var offsets = new HashMap<Integer, Long>();
    redis
        .hgetAll(RedisKeys.OFFSETS)
        .forEach(
            (field, offset) -> {
              int colon = field.lastIndexOf(':');
              if (field.substring(0, colon).equals(topicId)) {
                offsets.put(Integer.valueOf(field.substring(colon + 1)), Long.valueOf(offset));
              }
            });
    return offsets;
  }

  /** A new random epoch. */
  public static String newEpoch() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  }

  private List<?> run(LuaScript script, List<String> arguments) {
    return metrics.measure(Operation.APPLY, () -> script.run(redis, KEYS, arguments));
  }

  /** A board of which nothing has been seen yet is none that can have lost something. */
  private static void addKnown(Position known, List<String> arguments) {
    boolean some = known != null && known.number() > 0;
    arguments.add(some ? known.epoch() : "");
    arguments.add(some ? Long.toString(known.number()) : "0");
  }

  private static void add(ViewRecord record, List<String> arguments) {
    var event = record.event();
    arguments.add(Integer.toString(record.partition()));
    arguments.add(Long.toString(record.before()));
    arguments.add(Long.toString(record.offset()));
    arguments.add(event instanceof Message message ? message.id() : "");
    arguments.add(event == null ? "" : event.channel());
    arguments.add(event == null ? "" : MessageJson.tail(event));
    arguments.add(record.parent());
  }

  private static Applied applied(List<?> answer) {
    var position = new Position((String) answer.get(0), (Long) answer.get(1));
    var results =
        answer.subList(3, answer.size()).stream()
            .map(code -> Result.values()[((Long) code).intValue()])
            .toList();
    return new Applied(position, state(answer), results);
  }

  private static State state(List<?> answer) {
    return State.values()[((Long) answer.get(2)).intValue()];
  }
}
