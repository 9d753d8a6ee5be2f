package org.messageboard.retry;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.common.KafkaException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Repeats something until it succeeds, with growing pauses between the attempts. A dependency that
 * fails may return at any time, and Kafka keeps the work that has not been done.
 */
public final class Retries {

  private static final Logger LOG = Logger.getLogger(Retries.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(1);

  private Retries() {}

  /**
   * Calls the step until it returns.
   *
   * @param what the step's name in the log, such as "Writing to Redis"
   * @throws InterruptedException if the thread is interrupted, which ends the attempts
   */
  public static <T> T until(String what, Callable<T> step) throws InterruptedException {
    long began = System.nanoTime();
    var backoff = new Backoff(FIRST_PAUSE, MAX_PAUSE);
    for (int failures = 0; ; failures++) {
      try {
        var result = step.call();
        if (failures > 0) {
          reportRecovery(what, Duration.ofNanos(System.nanoTime() - began));
        }
        return result;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        reportFailure(what, e, failures == 0);
      }
      Thread.sleep(backoff.next().toMillis());
    }
  }

  /** Warns once per outage, and with the stack trace if it is not an outage. */
  private static void reportFailure(String what, Exception e, boolean first) {
    if (first) {
      var warning =
          "%s failed (%s). It is retried until it succeeds, and nothing is lost; check that the service can be reached"
              .formatted(what, e.getMessage());
      LOG.log(Level.WARNING, warning, isOutage(e) ? null : e);
    }
    LOG.log(Level.FINE, e, () -> what + " failed");
  }

  private static void reportRecovery(String what, Duration elapsed) {
    LOG.log(
        Level.INFO,
        "{0} succeeds again after {1} ms",
        new Object[] {what, elapsed.toMillis() + ""});
  }

  /** Any other unchecked exception is a bug in the board, which needs its stack trace. */
  private static boolean isOutage(Exception e) {
    return !(e instanceof RuntimeException)
        || e instanceof JedisException
        || e instanceof KafkaException;
  }
}
