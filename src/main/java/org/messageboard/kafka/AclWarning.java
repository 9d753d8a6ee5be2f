package org.messageboard.kafka;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Logs once that Kafka's ACLs forbid something, until it is allowed again. A Kafka that is away is
 * logged elsewhere. Threads that fail at the same moment may each log it.
 */
public final class AclWarning {

  private final Logger log;
  private final String warning;
  private volatile boolean logged;

  /**
   * @param warning the message, with Kafka's own in place of {0}
   */
  public AclWarning(Logger log, String warning) {
    this.log = log;
    this.warning = warning;
  }

  /** Call this when the operation has succeeded. */
  public void allowed() {
    if (logged) {
      logged = false;
    }
  }

  /** Call this when the operation has failed, for whatever reason. */
  public void failed(Throwable error) {
    var reason =
        error instanceof CompletionException || error instanceof ExecutionException
            ? error.getCause()
            : error;
    if (reason instanceof AuthorizationException && !logged) {
      logged = true;
      log.log(Level.WARNING, warning, reason.getMessage());
    }
  }
}
