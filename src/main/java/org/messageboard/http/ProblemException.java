package org.messageboard.http;

import java.util.concurrent.CompletionException;

/** Thrown when a request is to be answered with a {@link Problem}. */
public class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  public ProblemException(Problem problem, Throwable cause) {
    super(problem.detail(), cause);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }

  /** The status of the response to this error: its own, or 500. */
  public static int statusOf(Throwable error) {
    var reason = error instanceof CompletionException ? error.getCause() : error;
    return reason instanceof ProblemException e ? e.problem.status() : 500;
  }
}
