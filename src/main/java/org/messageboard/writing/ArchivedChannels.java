package org.messageboard.writing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.view.ViewReader;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The archived channels, as they were about a second ago: what is posted to one of them is refused
 * at once. The script that judges every event decides, so posting does not wait for Redis.
 */
@ApplicationScoped
public class ArchivedChannels {

  private static final Logger LOG = Logger.getLogger(ArchivedChannels.class.getName());
  private static final long RENEW_EVERY = Duration.ofSeconds(1).toNanos();

  @Inject ViewReader store;

  private final AtomicLong renewed = new AtomicLong(System.nanoTime() - RENEW_EVERY);
  private volatile Set<String> names = Set.of();

  /**
   * Requires that a channel is not archived.
   *
   * @throws ProblemException status 409 if it is
   */
  public void refuse(String channel) {
    long last = renewed.get();
    long now = System.nanoTime();
    if (now - last >= RENEW_EVERY && renewed.compareAndSet(last, now)) {
      renew();
    }
    if (names.contains(channel)) {
      throw new ProblemException(
          Problem.of(
              409,
              "The channel "
                  + channel
                  + " is archived: nothing can be posted, edited or reacted to in it."));
    }
  }

  private void renew() {
    try {
      names = store.archivedChannels();
    } catch (JedisException | FaultToleranceException e) {
      LOG.log(Level.FINE, "The archived channels cannot be read from Redis", e);
    }
  }
}
