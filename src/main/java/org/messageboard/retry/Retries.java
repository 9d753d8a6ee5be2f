package org.messageboard.retry;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.common.KafkaException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Does something until it succeeds, with growing pauses between the attempts. Whatever fails may be
 * back at any time, and Kafka keeps what is not done.
 */
public final class Retries {

  private static final Logger LOG = Logger.getLogger(Retries.class.getName());
  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private Retries() {}

  /**
   * Calls the step until it returns.
   *
   * @param what names it in the log, such as "Writing to Redis"
   * @throws InterruptedException when the thread is interrupted, which ends the attempts
   */
  public static <T> T until(String what, Callable<T> step) throws InterruptedException {
    long began = System.nanoTime();
    for (var pause = FIRST; ; pause = longer(pause)) {
      try {
        var result = step.call();
        if (pause != FIRST) {
          sayEnd(what, Duration.ofNanos(System.nanoTime() - began));
        }
        return result;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        if (pause == FIRST) {
          sayBegin(what, e);
        }
        LOG.log(Level.FINE, e, () -> what + " failed");
      }
      Thread.sleep(pause.toMillis());
    }
  }

  /** Once for each outage; with the stack only where it is none. */
  private static void sayBegin(String what, Exception e) {
    var said =
        "%s failed (%s). It is tried again until it succeeds, and nothing is lost; see that Kafka and Redis can be reached"
            .formatted(what, e.getMessage());
    LOG.log(Level.WARNING, said, isOutage(e) ? null : e);
  }

  private static void sayEnd(String what, Duration after) {
    LOG.log(
        Level.INFO, "{0} succeeds again after {1} ms", new Object[] {what, after.toMillis() + ""});
  }

  /** Any other unchecked exception is a fault of the board's own, whose stack is needed. */
  private static boolean isOutage(Exception e) {
    return !(e instanceof RuntimeException)
        || e instanceof JedisException
        || e instanceof KafkaException;
  }

  private static Duration longer(Duration pause) {
    var twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
  }
}
