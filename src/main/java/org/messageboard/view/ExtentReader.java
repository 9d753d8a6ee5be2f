package org.messageboard.view;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.messageboard.board.Identity;
import org.messageboard.http.ProblemException;
import org.messageboard.metrics.Metrics;
import org.messageboard.metrics.RedisMetrics.Operation;
import org.messageboard.redis.LuaScript;
import org.messageboard.redis.RedisConnections;

/** Tells readers of the archive what Redis has. */
@ApplicationScoped
public class ExtentReader {

  private static final LuaScript EXTENT = LuaScript.named("reading.lua", "extent.lua");

  @Inject RedisConnections connections;
  @Inject Metrics metrics;
  @Inject HighWatermark highWatermark;

  private Reads reads;

  @PostConstruct
  void open() {
    reads = new Reads(connections.reading(), metrics.redis(), highWatermark);
  }

  /**
   * How far the view has come.
   *
   * @throws ProblemException with status 503 while the view is incomplete
   */
  public Extent extent() {
    var keys = List.of(RedisKeys.STATE, RedisKeys.OFFSETS, RedisKeys.IDS);
    return Extent.of(reads.run(Operation.HISTORY, EXTENT, keys, List.of()));
  }

  /** The private channels that somebody is in; fails as {@link #extent} does. */
  public Set<String> rooms(String subject) {
    return new RedisRooms(reads).rooms(Identity.person(subject));
  }

  /** The number of the message with this id, or 0 if the view does not know it any more. */
  public long numberOf(String id) {
    var redis = connections.reading();
    var number = metrics.redis().measure(Operation.FIND, () -> redis.zscore(RedisKeys.IDS, id));
    return number == null ? 0 : number.longValue();
  }

  /** Those of these messages that the view knows by their ids. */
  public Set<String> known(List<String> ids) {
    return scored(RedisKeys.IDS, ids);
  }

  /** Those of these messages that something has happened to, as far as the view knows. */
  public Set<String> changed(List<String> ids) {
    return scored(RedisKeys.CHANGED, ids);
  }

  private Set<String> scored(String key, List<String> ids) {
    if (ids.isEmpty()) {
      return Set.of();
    }
    var redis = connections.reading();
    var all = ids.toArray(String[]::new);
    var numbers = metrics.redis().measure(Operation.FIND, () -> redis.zmscore(key, all));
    return IntStream.range(0, ids.size())
        .filter(i -> numbers.get(i) != null)
        .mapToObj(ids::get)
        .collect(Collectors.toSet());
  }
}
