package org.messageboard.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.messageboard.board.Identity;
import org.messageboard.board.Rooms;
import org.messageboard.http.ProblemException;
import org.messageboard.live.EventLog.AwayException;
import org.messageboard.live.Memberships;
import org.messageboard.metrics.RedisMetrics;
import org.messageboard.metrics.RedisMetrics.Operation;
import org.messageboard.redis.LuaScript;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** Which private channels people are in. */
public final class RedisRooms implements Memberships.Source {

  private static final LuaScript SCRIPT =
      LuaScript.named("reading.lua", "private.lua", "rooms.lua");
  private static final List<String> KEYS = List.of(RedisKeys.STATE, RedisKeys.ROOMS);
  private static final String ALL = "";

  private final Reads reads;

  public RedisRooms(UnifiedJedis redis, RedisMetrics metrics, HighWatermark highWatermark) {
    this(new Reads(redis, metrics, highWatermark));
  }

  RedisRooms(Reads reads) {
    this.reads = reads;
  }

  @Override
  public List<Set<String>> of(List<String> people) {
    try {
      return rooms(ALL, people);
    } catch (JedisException | ProblemException e) {
      throw new AwayException("Redis does not say who is in which channel.", e);
    }
  }

  /** Those of one person; fails as {@link Reads#run} does. */
  Set<String> rooms(String person) {
    return rooms(ALL, List.of(person)).get(0);
  }

  /**
   * Requires that somebody may see a channel. What does not exist is refused like what is hidden,
   * with the same work.
   *
   * @param channel null for the whole board, which is the open channels
   * @param reader the subject of who wants to see it, or null
   * @throws ProblemException with status 404 if the channel is private and the reader no member
   */
  void require(String channel, String reader) {
    Rooms rooms = name -> isMember(name, reader);
    if (channel != null && !rooms.maySee(channel)) {
      throw ChannelReader.unknown();
    }
  }

  private boolean isMember(String channel, String reader) {
    var person = reader == null ? "" : Identity.person(reader);
    return !rooms(channel, List.of(person)).get(0).isEmpty();
  }

  private List<Set<String>> rooms(String only, List<String> people) {
    var arguments = new ArrayList<>(List.of(only));
    arguments.addAll(people);
    var answer = reads.run(Operation.ROOMS, SCRIPT, KEYS, arguments);
    return answer.subList(3, answer.size()).stream()
        .map(list -> Set.copyOf(Reads.texts(list)))
        .toList();
  }
}
