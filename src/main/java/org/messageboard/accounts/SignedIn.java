package org.messageboard.accounts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.messageboard.accounts.Session.Times;
import org.messageboard.board.Restriction;
import org.messageboard.http.Problem;
import org.messageboard.view.People;
import org.messageboard.view.Restrictions;

/** Finds out who sends a request where people sign in, and refuses what they may not do. */
@ApplicationScoped
class SignedIn {

  /** The cookie's name, but for its prefix. */
  static final String COOKIE = "board-session";

  private static final Logger LOG = Logger.getLogger(SignedIn.class.getName());
  private static final String BEARER = "Bearer ";

  @Inject AuthSettings auth;
  @Inject SignInSettings settings;
  @Inject Sessions sessions;
  @Inject OpenId provider;
  @Inject People people;
  @Inject Restrictions restrictions;
  @Inject Bots bots;
  @Inject Writers writers;

  /**
   * Identifies the sender, and answers a request that is refused.
   *
   * @param reads whether the request changes nothing
   * @param proven whether it comes from the board's own page
   * @return whether the request goes on
   */
  boolean admits(
      HttpServletRequest request, HttpServletResponse response, boolean reads, boolean proven)
      throws IOException {
    if (Bots.isOne(request)) {
      return bots.admits(token(request), request, response);
    }
    try {
      var token = token(request);
      var session =
          token.isPresent()
              ? token.map(this::machine)
              : reads || proven ? person(request, response) : Optional.<Session>empty();
      var restriction = session.flatMap(found -> restrictions.of(found.identity()));
      restriction.ifPresent(found -> Caller.set(request, found));
      session
          .filter(found -> restriction.filter(Restriction::isBan).isEmpty())
          .ifPresent(found -> recognise(found, request));
      var identity = session.map(Session::identity);
      var refusal =
          new Access(auth.readPublic())
              .refusal(request, reads, identity, restriction)
              .or(() -> identity.filter(who -> writes(request, reads)).flatMap(writers::refusal));
      return refusal.isEmpty() || refuse(refusal.get(), "Bearer", response);
    } catch (RefusedException e) {
      LOG.log(Level.FINE, "A token was refused", e);
      var problem = Problem.of(401, "The token in Authorization is not valid for this board.");
      return refuse(problem, "Bearer error=\"invalid_token\"", response);
    } catch (ProviderAwayException e) {
      LOG.log(Level.FINE, "A token could not be checked", e);
      var retryAfter = ProviderAwayException.RETRY_AFTER.toSeconds();
      response.setHeader("Retry-After", Long.toString(retryAfter));
      var sentence = "The token cannot be checked at the moment: the provider does not answer.";
      return refuse(Problem.of(503, sentence), null, response);
    }
  }

  private static boolean writes(HttpServletRequest request, boolean reads) {
    return !reads && Access.needsRole(request);
  }

  private void recognise(Session session, HttpServletRequest request) {
    Caller.set(request, session);
    people.see(session.identity());
  }

  /** The token in a request to the API (RFC 6750, section 2.1). */
  private static Optional<String> token(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("Authorization"))
        .filter(value -> Access.isApi(request))
        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(value -> value.substring(BEARER.length()).strip());
  }

  private Session machine(String token) {
    var claims = provider.accessToken(token);
    long end = ((Number) claims.get("exp")).longValue();
    long began = claims.get("iat") instanceof Number iat ? iat.longValue() : 0;
    var session = sessions.ofToken(claims, new Times(began, 0, end, end, end));
    if (sessions.isRevoked(session) && !restrictions.isBanned(session.identity())) {
      throw new RefusedException("The provider has signed out whoever has the token.");
    }
    return session;
  }

  /** Whose session a cookie shows; the cookie is set anew if the session was renewed. */
  private Optional<Session> person(HttpServletRequest request, HttpServletResponse response) {
    if (!Access.isApi(request)) {
      return Optional.empty();
    }
    return cookie(request)
        .values(request)
        .flatMap(value -> sessions.read(value).stream())
        .flatMap(
            sent ->
                restrictions.isBanned(sent.identity())
                    ? Stream.of(sent)
                    : current(sent, request, response).stream())
        .findFirst();
  }

  private Optional<Session> current(
      Session sent, HttpServletRequest request, HttpServletResponse response) {
    var current = sessions.current(sent);
    current
        .filter(now -> !now.equals(sent))
        .ifPresent(now -> response.addHeader("Set-Cookie", setCookie(now, request)));
    return current;
  }

  /** The header that sets a session's cookie. */
  String setCookie(Session session, HttpServletRequest request) {
    long life = session.times().end() - Times.now();
    return cookie(request).header(sessions.cookie(session), life);
  }

  /** The header that removes it. */
  String removeCookie(HttpServletRequest request) {
    return cookie(request).header("", 0);
  }

  private HostCookie cookie(HttpServletRequest request) {
    return new HostCookie(COOKIE, PublicAddress.of(settings.publicUrl(), request));
  }

  private static boolean refuse(Problem problem, String challenge, HttpServletResponse response)
      throws IOException {
    if (problem.status() == 401) {
      response.setHeader("WWW-Authenticate", challenge);
    }
    problem.send(response);
    return false;
  }
}
