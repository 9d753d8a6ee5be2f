package org.messageboard.accounts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.view.Restrictions;

/** Sends people to the provider, and takes them back. */
@ApplicationScoped
class SignIn {

  private static final Logger LOG = Logger.getLogger(SignIn.class.getName());
  private static final String COOKIE = "board-sign-in";

  /** Longer than the codes of any provider, which have up to about 2,000 characters. */
  private static final int MAX_CODE = 4096;

  /** Why nobody has signed in, as the page's address says it. */
  private enum Failure {
    /** Somebody does not want to, or may not. */
    DENIED,
    /** Moderators have banned the person. */
    BANNED,
    /** The sign-in took too long, began in another browser, or was ended already. */
    EXPIRED,
    /** The provider does not answer. */
    AWAY,
    /** The provider answered with an error, or with something that is not valid. */
    FAILED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Inject AuthSettings auth;
  @Inject SignInSettings settings;
  @Inject SigningKeys keys;
  @Inject OpenId provider;
  @Inject Sessions sessions;
  @Inject OwnSessions ownSessions;
  @Inject SignedIn signedIn;
  @Inject Restrictions restrictions;

  /**
   * Redirects to the provider.
   *
   * @param again whether it asks also somebody whom it knows
   * @throws ProblemException status 404 where nobody signs in, 503 while nobody can
   */
  Response begin(ReturnAddress returnTo, boolean again, HttpServletRequest request) {
    requireSignIn();
    var address = address(request);
    if (SameOrigin.of(request::getHeader, origin -> false) == SameOrigin.REFUTED) {
      // Nobody is signed in by another site's page, only shown the board
      return redirect(returnTo.toPage().in(address.base().toString(), null)).build();
    }
    var attempt = Attempt.begin(returnTo, again);
    try {
      var location = provider.signInAddress(attempt, address.callback());
      var sealed = attempt.sealed(seal());
      var cookie = cookie(address).header(sealed, Attempt.LIFE.toSeconds());
      return redirect(location.toString()).header(HttpHeaders.SET_COOKIE, cookie).build();
    } catch (ProviderAwayException e) {
      throw unavailable("Nobody can sign in at the moment: the provider does not answer.", e);
    }
  }

  /** Takes the provider's answer, and redirects to where the sign-in began. */
  Response end(Optional<String> code, String state, String error, HttpServletRequest request) {
    requireSignIn();
    var address = address(request);
    var attempt =
        cookie(address)
            .values(request)
            .flatMap(value -> Attempt.open(value, seal()).stream())
            .filter(open -> isSame(open.state(), state))
            .findFirst();
    var returnTo = attempt.map(Attempt::returnTo).orElse(ReturnAddress.of(null));
    try {
      var session = session(code, attempt, error, address);
      Caller.session(request).ifPresent(sessions::end);
      ownSessions.add(session, request.getHeader(HttpHeaders.USER_AGENT));
      return back(returnTo, null, address)
          .header(HttpHeaders.SET_COOKIE, signedIn.setCookie(session, request))
          .build();
    } catch (FailedException e) {
      LOG.log(Level.FINE, "Somebody could not sign in", e);
      return back(returnTo, e.failure, address).build();
    }
  }

  private static final class FailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Failure failure;

    FailedException(Failure failure, Throwable cause) {
      super(failure.name(), cause);
      this.failure = failure;
    }
  }

  private Session session(
      Optional<String> code, Optional<Attempt> attempt, String error, PublicAddress address)
      throws FailedException {
    if (attempt.isEmpty()) {
      throw new FailedException(Failure.EXPIRED, null);
    }
    if (code.filter(SignIn::isCode).isEmpty()) {
      boolean denied = "access_denied".equals(error);
      throw new FailedException(denied ? Failure.DENIED : Failure.FAILED, null);
    }
    try {
      return admitted(
          sessions.begin(
              provider.exchange(code.get(), attempt.get(), address.callback()),
              attempt.get().again()));
    } catch (RefusedException e) {
      throw new FailedException(Failure.FAILED, e);
    } catch (ProviderAwayException e) {
      throw new FailedException(Failure.AWAY, e);
    }
  }

  private Session admitted(Session session) throws FailedException {
    if (restrictions.isBanned(session.identity())) {
      sessions.end(session);
      throw new FailedException(Failure.BANNED, null);
    }
    return session;
  }

  private static boolean isCode(String code) {
    return !code.isBlank() && code.length() <= MAX_CODE;
  }

  private Response.ResponseBuilder back(
      ReturnAddress returnTo, Failure failure, PublicAddress address) {
    var word = failure == null ? null : failure.word();
    return redirect(returnTo.in(address.base().toString(), word))
        .header(HttpHeaders.SET_COOKIE, cookie(address).header("", 0));
  }

  private static Response.ResponseBuilder redirect(String location) {
    return Response.status(Response.Status.SEE_OTHER)
        .header(HttpHeaders.LOCATION, location)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  private void requireSignIn() {
    if (!auth.signIn()) {
      throw new ProblemException(Problem.of(404, "Nobody signs in here: this board has guests."));
    }
    if (keys.get().isEmpty()) {
      throw unavailable("Nobody can sign in yet: the server has not reached Redis.", null);
    }
  }

  private static ProblemException unavailable(String sentence, Throwable cause) {
    return new ProblemException(
        Problem.unavailable(sentence, ProviderAwayException.RETRY_AFTER), cause);
  }

  private static boolean isSame(String right, String sent) {
    return sent != null && MessageDigest.isEqual(right.getBytes(US_ASCII), sent.getBytes(US_ASCII));
  }

  private PublicAddress address(HttpServletRequest request) {
    return PublicAddress.of(settings.publicUrl(), request);
  }

  private static HostCookie cookie(PublicAddress address) {
    return new HostCookie(COOKIE, address);
  }

  private Seal seal() {
    return new Seal(keys.get(), settings.purpose(COOKIE));
  }
}
