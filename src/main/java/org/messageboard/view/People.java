package org.messageboard.view;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.messageboard.board.Identity;
import org.messageboard.board.Member;
import org.messageboard.metrics.Metrics;
import org.messageboard.metrics.RedisMetrics.Operation;
import org.messageboard.redis.RedisConnections;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * The names of those who have signed in, by their public ids, and who of them are moderators. Each
 * server writes down whom it sees, and again every ten minutes and when Redis was filled again.
 */
@ApplicationScoped
public class People {

  private static final Logger LOG = Logger.getLogger(People.class.getName());
  private static final long RENEW_EVERY = Duration.ofMinutes(10).toNanos();
  private static final int MOST_REMEMBERED = 10_000;
  private static final int PAGE = 1_000;

  /**
   * @param at when it was written down, as {@link System#nanoTime}
   */
  private record Seen(String name, boolean isModerator, String epoch, long at) {

    /** Whether it was written down not long ago, and Redis has not been filled again since. */
    boolean covers(Seen later) {
      return name.equals(later.name)
          && isModerator == later.isModerator
          && epoch.equals(later.epoch)
          && later.at - at < RENEW_EVERY;
    }
  }

  @Inject RedisConnections connections;
  @Inject Metrics metrics;
  @Inject HighWatermark highWatermark;
  @Resource ManagedExecutorService executor;

  private final Map<String, Seen> newest =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  UnifiedJedis redis;

  @PostConstruct
  void open() {
    redis = connections.reading();
  }

  /** Writes down somebody who has signed in, soon; nothing waits for it. */
  public void see(Identity identity) {
    var person = identity.person();
    var position = highWatermark.get();
    var epoch = position == null ? "" : position.epoch();
    var seen = new Seen(identity.name(), identity.isModerator(), epoch, System.nanoTime());
    if (isNews(person, seen)) {
      executor.execute(() -> write(person, seen));
    }
  }

  /** Forgets the name of somebody, until they sign in again. */
  public void forget(String person) {
    synchronized (newest) {
      newest.remove(person);
    }
    metrics
        .redis()
        .measure(
            Operation.ROOMS,
            () -> redis.hdel(RedisKeys.PEOPLE, person) + redis.srem(RedisKeys.MODERATORS, person));
  }

  private void write(String person, Seen seen) {
    try {
      redis.hset(RedisKeys.PEOPLE, person, seen.name());
      if (seen.isModerator()) {
        redis.sadd(RedisKeys.MODERATORS, person);
      } else {
        redis.srem(RedisKeys.MODERATORS, person);
      }
    } catch (JedisException e) {
      LOG.log(Level.FINE, "A person's name could not be written to Redis", e);
    }
  }

  private boolean isNews(String person, Seen seen) {
    synchronized (newest) {
      var known = newest.get(person);
      if (known != null && known.covers(seen)) {
        return false;
      }
      newest.put(person, seen);
      return true;
    }
  }

  /** Whether somebody was a moderator when a server saw them last. */
  public boolean isModerator(String person) {
    return metrics
        .redis()
        .measure(Operation.ROOMS, () -> redis.sismember(RedisKeys.MODERATORS, person));
  }

  /** The name of somebody who has signed in. */
  public Optional<String> name(String person) {
    return Optional.ofNullable(
        metrics.redis().measure(Operation.ROOMS, () -> redis.hget(RedisKeys.PEOPLE, person)));
  }

  /**
   * Those whose names contain a text, sorted by name; capitals do not matter.
   *
   * @param limit maximum number of people
   */
  @Bulkhead(8)
  public List<Member> named(String text, int limit) {
    var wanted = text.toLowerCase(Locale.ROOT);
    var found = new ArrayList<Member>();
    var page = ScanParams.SCAN_POINTER_START;
    do {
      var scanned = scan(page);
      scanned.getResult().stream()
          .filter(e -> e.getValue().toLowerCase(Locale.ROOT).contains(wanted))
          .forEach(e -> found.add(new Member(e.getKey(), e.getValue())));
      page = scanned.getCursor();
    } while (!page.equals(ScanParams.SCAN_POINTER_START));
    return found.stream()
        .distinct()
        .sorted(Comparator.comparing(Member::name).thenComparing(Member::person))
        .limit(limit)
        .toList();
  }

  private ScanResult<Map.Entry<String, String>> scan(String page) {
    var count = new ScanParams().count(PAGE);
    return metrics
        .redis()
        .measure(Operation.ROOMS, () -> redis.hscan(RedisKeys.PEOPLE, page, count));
  }
}
