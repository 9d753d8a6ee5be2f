package org.messageboard.accounts;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import org.messageboard.board.Identity;
import org.messageboard.board.Identity.Role;
import org.messageboard.board.Restriction;
import org.messageboard.board.Webhook;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;

/** Who sent a request. */
public final class Caller {

  private static final String ATTRIBUTE = Caller.class.getName();
  private static final String SESSION = Session.class.getName();
  private static final String RESTRICTION = Restriction.class.getName();
  private static final String WEBHOOK = Webhook.class.getName();

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

  /**
   * The identity, for what only people can do who have signed in.
   *
   * @throws ProblemException status 403 for guests
   */
  public static Identity signedIn(HttpServletRequest request) {
    return of(request)
        .filter(Identity::isSignedIn)
        .orElseThrow(
            () -> new ProblemException(Problem.of(403, "This is for people who have signed in.")));
  }

  /**
   * The identity, for what only a moderator can do, and nobody where nobody signs in.
   *
   * @throws ProblemException status 403 for everybody else
   */
  public static Identity signedInModerator(HttpServletRequest request) {
    return of(request)
        .filter(Identity::isModerator)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(403, "Only moderators, who have signed in, may do this.")));
  }

  /** How moderators have restricted whoever sent the request. */
  static Optional<Restriction> restriction(HttpServletRequest request) {
    return Optional.ofNullable((Restriction) request.getAttribute(RESTRICTION));
  }

  static void set(HttpServletRequest request, Restriction restriction) {
    request.setAttribute(RESTRICTION, restriction);
  }

  /** The session of somebody who has signed in; empty for a guest. */
  public static Optional<Session> session(HttpServletRequest request) {
    return Optional.ofNullable((Session) request.getAttribute(SESSION));
  }

  /** The webhook whose token a bot has sent. */
  public static Optional<Webhook> webhook(HttpServletRequest request) {
    return Optional.ofNullable((Webhook) request.getAttribute(WEBHOOK));
  }

  /** A bot's requests are counted together, whatever addresses they come from. */
  static void set(HttpServletRequest request, Webhook webhook) {
    request.setAttribute(WEBHOOK, webhook);
    set(request, new Identity("webhook " + webhook.id(), webhook.name(), Set.of(Role.POSTER)));
  }

  static void set(HttpServletRequest request, Identity identity) {
    request.setAttribute(ATTRIBUTE, identity);
  }

  static void set(HttpServletRequest request, Session session) {
    request.setAttribute(SESSION, session);
    set(request, session.identity());
  }
}
