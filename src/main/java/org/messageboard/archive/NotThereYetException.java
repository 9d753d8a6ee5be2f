package org.messageboard.archive;

import java.time.Duration;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;

/** Thrown when the archive has yet to read what somebody asks for from Kafka. */
public final class NotThereYetException extends ProblemException {

  private static final long serialVersionUID = 1L;

  NotThereYetException() {
    super(
        Problem.unavailable(
            "The archive of older messages is being read from Kafka. Ask again in a moment.",
            Duration.ofSeconds(2)));
  }
}
