package org.messageboard.view;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Identity;
import org.messageboard.board.Message;
import org.messageboard.board.Position;
import org.messageboard.metrics.RedisMetrics;
import org.messageboard.metrics.RedisMetrics.Operation;
import org.messageboard.redis.LuaScript;
import org.messageboard.view.Applied.Result;
import org.messageboard.view.Applied.State;
import redis.clients.jedis.UnifiedJedis;

/**
 * Writes the board's view in Redis. Any number of writers may work at once. Every method throws a
 * {@link redis.clients.jedis.exceptions.JedisException} if it may not have taken effect.
 */
public class ViewWriter {

  /** Whose a repair is, in the order of the script's numbers. */
  public enum Begun {
    CALLERS,
    ANOTHERS,
    /** Nobody's: what was missing has been repaired in the meantime. */
    OVER
  }

  /** The modes of {@code apply.lua}, apart from the tokens of repairs. */
  private static final String NEXT = "";

  private static final String FIRST = "first";

  /** What the script gets of a record without an event. */
  private static final List<String> SKIPPED = List.of("", "", "", "", "");

  private static final LuaScript APPLY =
      LuaScript.named(
          "private.lua", "view.lua", "messages.lua", "moderation.lua", "judge.lua", "apply.lua");
  private static final LuaScript REPAIR = LuaScript.named("private.lua", "view.lua", "repair.lua");
  private static final List<String> KEYS =
      List.of(
          RedisKeys.BOARD,
          RedisKeys.LOG,
          RedisKeys.OFFSETS,
          RedisKeys.IDS,
          RedisKeys.STATE,
          RedisKeys.CHANNELS,
          RedisKeys.COUNTS,
          RedisKeys.CHANNEL,
          RedisKeys.CHANGED,
          RedisKeys.SETTINGS,
          RedisKeys.MESSAGE,
          RedisKeys.REPLIES,
          RedisKeys.PRIVATE,
          RedisKeys.ROOMS,
          RedisKeys.MEMBERS,
          RedisKeys.RESTRICTIONS,
          RedisKeys.PINS,
          RedisKeys.REPORTS,
          RedisKeys.REPORTED,
          RedisKeys.AUDIT,
          RedisKeys.WEBHOOKS,
          RedisKeys.EDITS);

  private final UnifiedJedis redis;
  private final RedisMetrics metrics;
  private final Lengths lengths;

  public ViewWriter(UnifiedJedis redis, RedisMetrics metrics, Lengths lengths) {
    this.redis = redis;
    this.metrics = metrics;
    this.lengths = lengths;
  }

  /**
   * Applies those records of a topic that come next, and publishes their events, in one atomic
   * step.
   *
   * @param topicId the topic's id, not its name: a recreated topic starts at offset 0 again
   * @param known the newest position that this server has seen, or null
   */
  public Applied apply(String topicId, Position known, List<ViewRecord> records) {
    return apply(NEXT, topicId, known, 0, records);
  }

  /** Does the same on a board that is new, whose view is therefore empty. */
  public Applied applyFirst(String topicId, List<ViewRecord> records) {
    return apply(FIRST, topicId, null, 0, records);
  }

  /**
   * Applies records that are missing in Redis, without publishing them.
   *
   * @param token the repair's token
   * @param left how many records the repair has yet to read after these
   * @return false if the repair is no longer the caller's, or Redis has lost data since it began
   */
  public boolean fill(String token, String topicId, long left, List<ViewRecord> records) {
    return apply(token, topicId, null, left, records).isDone();
  }

  private Applied apply(
      String mode, String topicId, Position known, long left, List<ViewRecord> records) {
    var arguments = new ArrayList<String>(13 + 9 * records.size());
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
   * Checks whether the view is complete. Deletes a view in which keys are missing or do not match
   * the others.
   *
   * @param known the newest position that this server has seen, or null
   * @param channel the first channel whose list to check, modulo the number of channels
   * @param channels how many channels' lists to check
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
   * Begins a repair; until it ends, nobody can read the view.
   *
   * @param token the epoch that begins when it ends
   * @param epoch the epoch in which something was found missing
   * @param silence after how long without a sign of life another's repair is taken over
   */
  public Begun beginRepair(String token, String epoch, Duration silence) {
    var arguments = List.of("begin", token, epoch, Long.toString(silence.toMillis()));
    return Begun.values()[state(run(REPAIR, arguments)).ordinal()];
  }

  /** Ends the caller's repair; false if it was no longer the caller's. */
  public boolean endRepair(String token) {
    return state(run(REPAIR, List.of("end", token))) == State.WHOLE;
  }

  /** The last applied offset of each partition of the topic that has one. */
  public Map<Integer, Long> offsets(String topicId) {
    return offsets(redis, topicId);
  }

  /** The same, for callers that write nothing. */
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

  /** A board on which nothing has been seen yet cannot have lost anything. */
  private static void addKnown(Position known, List<String> arguments) {
    boolean seenAny = known != null && known.number() > 0;
    arguments.add(seenAny ? known.epoch() : "");
    arguments.add(seenAny ? Long.toString(known.number()) : "0");
  }

  private static void add(ViewRecord record, List<String> arguments) {
    var event = record.event();
    arguments.add(Integer.toString(record.partition()));
    arguments.add(Long.toString(record.before()));
    arguments.add(Long.toString(record.offset()));
    if (event == null) {
      arguments.addAll(SKIPPED);
    } else {
      arguments.add(kind(event));
      arguments.add(event.id());
      arguments.add(event.channel());
      arguments.add(owner(event));
      arguments.add(event.json());
    }
    arguments.add(record.parent());
  }

  private static String kind(BoardEvent event) {
    boolean isReply = event instanceof Message message && message.replyTo() != null;
    return (isReply ? "reply" : event.type()) + (event.moderator() ? "!" : "");
  }

  /** In a private channel the script also needs the person, which it cannot compute. */
  private static String owner(BoardEvent event) {
    var owner = event.owner();
    if (owner == null) {
      return "";
    }
    return ChannelName.isPrivate(event.channel()) ? owner + " " + Identity.person(owner) : owner;
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
