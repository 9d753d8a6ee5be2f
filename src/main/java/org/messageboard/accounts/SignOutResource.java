package org.messageboard.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.writing.Writes;

/** Signing out over HTTP: by the person, or by the provider. */
@Path("/sign-out")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class SignOutResource {

  private static final Logger LOG = Logger.getLogger(SignOutResource.class.getName());
  private static final String TOKEN = "logout_token=";

  /** For a logout token, however small posts must be (board.body.max-bytes). */
  private static final int MAX_BODY = 1 << 16;

  @Inject AuthSettings auth;
  @Inject SignInSettings settings;
  @Inject SignedIn signedIn;
  @Inject Sessions sessions;
  @Inject OpenId provider;
  @Inject Writes writes;

  /** Ends the session at every server; {@code continue} is where the provider ends its own. */
  @POST
  public Response signOut(@Context HttpServletRequest request) {
    requireSignIn();
    var session = Caller.session(request).filter(known -> known.id() != null);
    session.ifPresent(sessions::end);
    var json = Json.createObjectBuilder();
    session
        .flatMap(ended -> address(request))
        .ifPresent(address -> json.add("continue", address.toString()));
    return Response.ok(json.build().toString())
        .header(HttpHeaders.SET_COOKIE, signedIn.removeCookie(request))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private Optional<URI> address(HttpServletRequest request) {
    try {
      return provider.signOutAddress(PublicAddress.of(settings.publicUrl(), request).base());
    } catch (ProviderAwayException e) {
      LOG.log(Level.FINE, "The provider's own session goes on: it does not answer", e);
      return Optional.empty();
    }
  }

  /**
   * Ends what the provider has ended (OpenID Connect Back-Channel Logout 1.0): one session of its
   * own, or all of a person's. Anybody can send this, so the body is read like every other one: not
   * with JAX-RS, which would wait for as much of it as its length says.
   */
  @POST
  @Path("/provider")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response providerSignsOut(@Context HttpServletRequest request) {
    requireSignIn();
    return writes.answer(
        request,
        MAX_BODY,
        body -> CompletableFuture.completedFuture(providerSignsOut(field(body))));
  }

  /** The token in a form (HTML, application/x-www-form-urlencoded); empty without one. */
  private static String field(byte[] form) {
    return Stream.of(new String(form, UTF_8).split("&"))
        .filter(pair -> pair.startsWith(TOKEN))
        .map(pair -> pair.substring(TOKEN.length()))
        .findFirst()
        .orElse("");
  }

  private Response providerSignsOut(String token) {
    try {
      sessions.end(provider.logoutToken(URLDecoder.decode(token, UTF_8)));
      return Response.ok("{}").header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    } catch (RefusedException | IllegalArgumentException e) {
      throw new ProblemException(Problem.of(400, "The logout_token is not valid."), e);
    } catch (ProviderAwayException e) {
      throw new ProblemException(
          Problem.unavailable(
              "The logout_token cannot be checked now.", ProviderAwayException.RETRY_AFTER),
          e);
    }
  }

  private void requireSignIn() {
    if (!auth.signIn()) {
      throw new ProblemException(Problem.of(404, "Nobody signs in here: this board has guests."));
    }
  }
}
