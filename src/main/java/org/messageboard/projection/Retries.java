package org.messageboard.projection;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Does something until it succeeds, with growing pauses between the attempts. Whatever fails may be
 * back at any time, and Kafka keeps what is not done.
 */
final class Retries {

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
  static <T> T until(String what, Callable<T> step) throws InterruptedException {
    for (var pause = FIRST; ; pause = longer(pause)) {
      try {
        return step.call();
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        // Said once at the start of an outage; the end of it is seen by the lag and the health
        // check.
        var level = pause == FIRST ? Level.WARNING : Level.FINE;
        LOG.log(level, e, () -> what + " failed; it is tried again until it succeeds");
      }
      Thread.sleep(pause.toMillis());
    }
  }

  private static Duration longer(Duration pause) {
    var twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
  }
}
