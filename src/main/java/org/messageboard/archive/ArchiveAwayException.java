package org.messageboard.archive;

import java.time.Duration;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;

/** Thrown when PostgreSQL does not answer. */
public final class ArchiveAwayException extends ProblemException {

  private static final long serialVersionUID = 1L;

  ArchiveAwayException(Throwable cause) {
    super(
        Problem.unavailable(
            "The archive does not answer: older messages and search are unavailable. Try again shortly.",
            Duration.ofSeconds(2)),
        cause);
  }
}
