package org.messageboard.accounts;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.messageboard.board.Identity;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;

/** Who sent a request. */
public final class Caller {

  private static final String ATTRIBUTE = Caller.class.getName();

  private Caller() {}

  /**
   * The identity that the request has proved; empty for a client without one, such as {@code curl}.
   * Call it on the request's own thread.
   */
  public static Optional<Identity> of(HttpServletRequest request) {
    return Optional.ofNullable((Identity) request.getAttribute(ATTRIBUTE));
  }

  /** Its subject, or null. */
  public static String subject(HttpServletRequest request) {
    return of(request).map(Identity::subject).orElse(null);
  }

  /**
   * The identity, for what only somebody whom the board recognises can do.
   *
   * @throws ProblemException status 403 without one
   */
  public static Identity required(HttpServletRequest request) {
    return of(request)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(
                        403,
                        "The board does not recognise you: open its page first, and allow its"
                            + " cookie.")));
  }

  static void set(HttpServletRequest request, Identity identity) {
    request.setAttribute(ATTRIBUTE, identity);
  }
}
