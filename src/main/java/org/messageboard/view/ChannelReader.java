package org.messageboard.view;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Identity;
import org.messageboard.board.Member;
import org.messageboard.board.Position;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.metrics.Metrics;
import org.messageboard.metrics.RedisMetrics.Operation;
import org.messageboard.redis.LuaScript;
import org.messageboard.redis.RedisConnections;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Reads channels from the view in Redis; it fails as {@link ViewReader} does. */
@ApplicationScoped
@Bulkhead(256)
@CircuitBreaker(
    requestVolumeThreshold = 4,
    failureRatio = 0.75,
    delay = 1000,
    failOn = JedisException.class,
    skipOn = JedisDataException.class)
public class ChannelReader {

  private static final LuaScript CHANNELS =
      LuaScript.named("reading.lua", "private.lua", "channels.lua");
  private static final LuaScript MEMBERS =
      LuaScript.named("reading.lua", "private.lua", "members.lua");
  private static final List<String> CHANNELS_KEYS =
      List.of(
          RedisKeys.STATE,
          RedisKeys.CHANNELS,
          RedisKeys.COUNTS,
          RedisKeys.SETTINGS,
          RedisKeys.PRIVATE,
          RedisKeys.ROOMS,
          RedisKeys.MEMBERS);

  /** What the script says of a channel. */
  private static final int FIELDS = 5;

  @Inject RedisConnections connections;
  @Inject Metrics metrics;
  @Inject HighWatermark highWatermark;

  private UnifiedJedis redis;
  private Reads reads;

  @PostConstruct
  void open() {
    open(connections.reading());
  }

  void open(UnifiedJedis redis) {
    this.redis = redis;
    this.reads = new Reads(redis, metrics.redis(), highWatermark);
  }

  /**
   * Requires that somebody may see a channel.
   *
   * @param reader the subject of who wants to see it, or null
   * @throws ProblemException with status 404 if the channel is private and the reader no member, or
   *     503 if the view is incomplete
   */
  public void requireVisible(String channel, String reader) {
    new RedisRooms(reads).require(channel, reader);
  }

  /** The refusal of a channel that does not exist, or that somebody may not see. */
  public static ProblemException unknown() {
    return new ProblemException(
        Problem.of(404, "There is no channel of this name (yet): a message creates it."));
  }

  /**
   * Whether a channel lacks settings: an open one that is there without any, or a private one that
   * is not there, because it begins with them.
   *
   * @throws ProblemException with status 503 if the view is incomplete
   */
  public boolean lacksSettings(String name) {
    return ChannelName.isPrivate(name)
        ? members(name, "", 1).isEmpty()
        : channels(1, null, name).channels().stream().anyMatch(state -> state.json().isEmpty());
  }

  /** The settings of all channels that have any, as JSON members. */
  public Map<String, String> settings() {
    return metrics.redis().measure(Operation.CHANNELS, () -> redis.hgetAll(RedisKeys.SETTINGS));
  }

  /**
   * The {@code limit} open channels with the newest messages, newest first, and then the private
   * ones that the reader is in.
   *
   * @param reader the subject of who reads them, or null
   */
  public ChannelList channels(int limit, String reader) {
    return channels(limit, reader, "");
  }

  /**
   * A channel that somebody may see.
   *
   * @param reader the subject of who reads it, or null
   * @throws ProblemException with status 404 if there is none
   */
  public ChannelState channel(String name, String reader) {
    return channels(1, reader, name).channels().stream()
        .findFirst()
        .orElseThrow(ChannelReader::unknown);
  }

  private ChannelList channels(int limit, String reader, String only) {
    var person = reader == null ? "" : Identity.person(reader);
    var arguments = List.of(Integer.toString(limit), person, only);
    var answer = reads.run(Operation.CHANNELS, CHANNELS, CHANNELS_KEYS, arguments);
    var position = History.position((String) answer.get(0), (Long) answer.get(1));
    var channels = new ArrayList<ChannelState>();
    for (int i = 3; i < answer.size(); i += FIELDS) {
      channels.add(channel(position, answer.subList(i, i + FIELDS)));
    }
    return new ChannelList(position, channels);
  }

  private static ChannelState channel(Position board, List<?> fields) {
    return new ChannelState(
        (String) fields.get(0),
        Long.parseLong((String) fields.get(2)),
        board.at(Long.parseLong((String) fields.get(1))),
        (String) fields.get(3),
        (Long) fields.get(4));
  }

  /**
   * A page of a private channel's members, in the order of their ids.
   *
   * @param after only people after this one, or ""
   */
  public List<Member> members(String channel, String after, int limit) {
    return members(List.of(channel, after, Integer.toString(limit), ""));
  }

  /** The member of a private channel with this id. */
  public Optional<Member> member(String channel, String person) {
    return members(List.of(channel, "", "1", person)).stream().findFirst();
  }

  private List<Member> members(List<String> arguments) {
    var keys = List.of(RedisKeys.STATE, RedisKeys.MEMBERS);
    var answer = reads.run(Operation.ROOMS, MEMBERS, keys, arguments);
    var found = Reads.texts(answer.subList(3, answer.size()));
    return IntStream.range(0, found.size() / 2)
        .mapToObj(i -> new Member(found.get(2 * i), text(found.get(2 * i + 1))))
        .toList();
  }

  private static String text(String json) {
    return ((JsonString) Json.createReader(new StringReader(json)).readValue()).getString();
  }
}
