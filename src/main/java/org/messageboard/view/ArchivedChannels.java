package org.messageboard.view;

import static java.util.stream.Collectors.toUnmodifiableSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The archived channels and those for announcements: what nobody, or not everybody, can post there
 * is refused at once. The sets are as old as the newest event that this server has streamed, and
 * never more than about a second older than Redis. The script that judges every event decides, so
 * hardly a post waits for Redis.
 */
@ApplicationScoped
public class ArchivedChannels {

  private static final Logger LOG = Logger.getLogger(ArchivedChannels.class.getName());
  private static final long RENEW_EVERY = Duration.ofSeconds(1).toNanos();

  /**
   * What Redis answered.
   *
   * @param change how many changes had been noticed before Redis was asked
   * @param at when it was asked, as {@link System#nanoTime}
   */
  private record Answer(long change, long at, Set<String> archived, Set<String> announcements) {

    static Answer of(long change, long at, Map<String, String> settings) {
      return new Answer(
          change,
          at,
          having("\"archived\":true", settings),
          having("\"kind\":\"announcement\"", settings));
    }

    private static Set<String> having(String member, Map<String, String> settings) {
      return settings.entrySet().stream()
          .filter(setting -> setting.getValue().contains(member))
          .map(Map.Entry::getKey)
          .collect(toUnmodifiableSet());
    }

    Answer asked(long when) {
      return new Answer(change, when, archived, announcements);
    }
  }

  @Inject ChannelReader store;

  private final AtomicLong changes = new AtomicLong();
  private final AtomicReference<Answer> newest =
      new AtomicReference<>(Answer.of(-1, System.nanoTime(), Map.of()));

  /** Has the next call ask Redis again, because the settings of a channel have changed. */
  public void changed() {
    changes.incrementAndGet();
  }

  /**
   * Requires that a channel is not archived.
   *
   * @throws ProblemException status 409 if it is
   */
  public void refuse(String channel) {
    if (current().archived().contains(channel)) {
      throw new ProblemException(
          Problem.of(
              409,
              "The channel "
                  + channel
                  + " is archived: nothing can be posted, edited or reacted to in it."));
    }
  }

  /**
   * Requires that somebody may post in a channel.
   *
   * @param isModerator whether a moderator does
   * @throws ProblemException status 409 if it is archived, 403 if only moderators post in it
   */
  public void refusePost(String channel, boolean isModerator) {
    refuse(channel);
    if (!isModerator && current().announcements().contains(channel)) {
      throw new ProblemException(
          Problem.of(403, "Only moderators post in the channel " + channel + "."));
    }
  }

  private Answer current() {
    var known = newest.get();
    long change = changes.get();
    long now = System.nanoTime();
    boolean isOld = now - known.at() >= RENEW_EVERY;
    // While one request asks, others go on with what is known, unless that is known to be wrong
    if (known.change() < change || isOld && newest.compareAndSet(known, known.asked(now))) {
      return newest.accumulateAndGet(read(change, now), ArchivedChannels::newer);
    }
    return known;
  }

  private static Answer newer(Answer one, Answer other) {
    return one.change() > other.change() ? one : other;
  }

  private Answer read(long change, long now) {
    try {
      return Answer.of(change, now, store.settings());
    } catch (JedisException | FaultToleranceException e) {
      LOG.log(Level.FINE, "The channels' settings cannot be read from Redis", e);
      var known = newest.get();
      return new Answer(change, now, known.archived(), known.announcements());
    }
  }
}
