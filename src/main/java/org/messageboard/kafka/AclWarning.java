package org.messageboard.kafka;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.common.errors.AuthorizationException;
import org.messageboard.log.Topic;

/**
 * Tells once that Kafka's ACLs forbid something, until it was allowed again. {@link Topic} tells of
 * a Kafka that is away, but not of one that does not let the board do this. Threads that find it at
 * the same moment may each tell of it.
 */
public final class AclWarning {

  private final Logger log;
  private final String warning;
  private volatile boolean told;

  /**
   * @param warning what to say, with Kafka's own words in place of {0}
   */
  public AclWarning(Logger log, String warning) {
    this.log = log;
    this.warning = warning;
  }

  /** What it warns of was done. */
  public void allowed() {
    if (told) {
      told = false;
    }
  }

  /** What it warns of failed, for whatever reason. */
  public void failed(Throwable error) {
    var reason =
        error instanceof CompletionException || error instanceof ExecutionException
            ? error.getCause()
            : error;
    if (reason instanceof AuthorizationException && !told) {
      told = true;
      log.log(Level.WARNING, warning, reason.getMessage());
    }
  }
}
