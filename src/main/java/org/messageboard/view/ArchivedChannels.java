package org.messageboard.view;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
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
 * The archived channels: what is posted to one of them is refused at once. The set is as old as the
 * newest event that this server has streamed, and never more than about a second older than Redis.
 * The script that judges every event decides, so hardly a post waits for Redis.
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
  private record Answer(long change, long at, Set<String> names) {}

  @Inject ViewReader store;

  private final AtomicLong changes = new AtomicLong();
  private final AtomicReference<Answer> newest =
      new AtomicReference<>(new Answer(-1, System.nanoTime(), Set.of()));

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
    if (current().names().contains(channel)) {
      throw new ProblemException(
          Problem.of(
              409,
              "The channel "
                  + channel
                  + " is archived: nothing can be posted, edited or reacted to in it."));
    }
  }

  private Answer current() {
    var known = newest.get();
    long change = changes.get();
    long now = System.nanoTime();
    boolean isOld = now - known.at() >= RENEW_EVERY;
    // While one request asks, others go on with what is known, unless that is known to be wrong
    if (known.change() < change
        || isOld && newest.compareAndSet(known, new Answer(change, now, known.names()))) {
      return newest.accumulateAndGet(new Answer(change, now, read()), ArchivedChannels::newer);
    }
    return known;
  }

  private static Answer newer(Answer one, Answer other) {
    return one.change() > other.change() ? one : other;
  }

  private Set<String> read() {
    try {
      return store.archivedChannels();
    } catch (JedisException | FaultToleranceException e) {
      LOG.log(Level.FINE, "The archived channels cannot be read from Redis", e);
      return newest.get().names();
    }
  }
}
