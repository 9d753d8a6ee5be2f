package org.messageboard.accounts;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.messageboard.board.Identity;
import org.messageboard.board.Identity.Role;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;

/** Who sent a request. */
public final class Caller {

  private static final String ATTRIBUTE = Caller.class.getName();
  private static final String SESSION = Session.class.getName();

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
    return required(of(request));
  }

  /** The same of somebody who is known, or not. */
  public static Identity required(Optional<Identity> caller) {
    return caller.orElseThrow(
        () ->
            new ProblemException(
                Problem.of(
                    403,
                    "The board does not recognise you: open its page first, and allow its"
                        + " cookie.")));
  }

  /**
   * The identity, for what only a moderator can do. Guests have nobody above them.
   *
   * @throws ProblemException status 403 without one, or for somebody who signs in as less
   */
  public static Identity moderator(HttpServletRequest request) {
    var identity = required(request);
    if (session(request).isPresent() && !identity.roles().contains(Role.MODERATOR)) {
      throw new ProblemException(Problem.of(403, "Only a moderator may do this."));
    }
    return identity;
  }

  /** The session of somebody who has signed in; empty for a guest. */
  public static Optional<Session> session(HttpServletRequest request) {
    return Optional.ofNullable((Session) request.getAttribute(SESSION));
  }

  static void set(HttpServletRequest request, Identity identity) {
    request.setAttribute(ATTRIBUTE, identity);
  }

  static void set(HttpServletRequest request, Session session) {
    request.setAttribute(SESSION, session);
    set(request, session.identity());
  }
}
