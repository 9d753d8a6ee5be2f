package org.messageboard.accounts;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The authorization code flow with PKCE (OpenID Connect Core, section 3.1; RFC 7636), and the
 * renewal by a refresh token (section 12).
 */
record CodeFlow(Provider provider, Tokens tokens, SignInSettings settings) {

  private static final Logger LOG = Logger.getLogger(CodeFlow.class.getName());

  /** The first status that says that the request is not at fault (RFC 9110, section 15.6). */
  private static final int SERVER_ERROR = 500;

  /** Errors of a provider that does not know the board: nobody can sign in (RFC 6749, 5.2). */
  private static final Set<String> NOT_THE_PERSON = Set.of("invalid_client", "unauthorized_client");

  /**
   * Asks the provider for its addresses, until it has answered once; and if it may be away, whether
   * it is. Called by one thread at a time; never throws, because the scheduler does not repeat a
   * task that does.
   */
  void look() {
    provider.look();
    if (provider.isInDoubt()) {
      probe();
    }
  }

  /**
   * Asks with a refresh token that nobody has: whatever the provider says to it concerns nobody,
   * and only one that can be used says that the token is not valid.
   */
  private void probe() {
    try {
      ask(
          new RefreshTokenGrant(new RefreshToken("none")),
          (sentence, cause) ->
              cause == null ? new RefusedException(sentence) : provider.away(cause));
    } catch (RefusedException | ProviderAwayException e) {
      LOG.log(Level.FINE, "The provider was asked whether it can be used", e);
    }
  }

  /** Where the provider lets a person sign in. */
  URI address(Attempt attempt, URI callback) {
    var scope = new Scope(settings.scopes().toArray(String[]::new));
    var request = new AuthenticationRequest.Builder(ResponseType.CODE, scope, client(), callback);
    if (attempt.again()) {
      request.prompt(new Prompt(Prompt.Type.LOGIN)).maxAge(0);
    }
    return request
        .endpointURI(provider.metadata().getAuthorizationEndpointURI())
        .state(new State(attempt.state()))
        .nonce(new Nonce(attempt.nonce()))
        .codeChallenge(new CodeVerifier(attempt.verifier()), CodeChallengeMethod.S256)
        .build()
        .toURI();
  }

  /**
   * Exchanges the code that the provider sent to the callback. Anybody can make one up, so whatever
   * the provider answers to it concerns nobody else.
   */
  Grant exchange(String code, Attempt attempt, URI callback) {
    var verifier = new CodeVerifier(attempt.verifier());
    var grant = new AuthorizationCodeGrant(new AuthorizationCode(code), callback, verifier);
    var answer = ask(grant, RefusedException::new);
    var token = answer.getOIDCTokens().getIDToken();
    if (token == null) {
      throw new RefusedException("The provider gave no ID token.");
    }
    return new Grant(tokens.idToken(token, attempt.nonce()), refreshToken(answer));
  }

  /**
   * Asks for the person's current claims. Only a provider that does not take the refresh token
   * refuses; whatever else goes wrong may be right the next time.
   *
   * @param keep gets a token that replaces this one, before anything else can go wrong
   */
  Grant refresh(String refreshToken, Consumer<String> keep) {
    var grant = new RefreshTokenGrant(new RefreshToken(refreshToken));
    var answer = ask(grant, ProviderAwayException::new);
    var next = refreshToken(answer);
    next.ifPresent(keep);
    try {
      var token = answer.getOIDCTokens().getIDToken();
      return new Grant(token == null ? null : tokens.idToken(token, null), next);
    } catch (RefusedException e) {
      throw new ProviderAwayException("The provider renewed a session with an invalid token.", e);
    }
  }

  /** Where the provider ends its own session; empty if it has no such address. */
  Optional<URI> signOutAddress(URI back) {
    return Optional.ofNullable(provider.metadata().getEndSessionEndpointURI())
        .map(end -> new LogoutRequest(end, null, null, client(), back, null, null).toURI());
  }

  private static Optional<String> refreshToken(OIDCTokenResponse answer) {
    return Optional.ofNullable(answer.getOIDCTokens().getRefreshToken())
        .map(RefreshToken::getValue);
  }

  /**
   * @param unclear what to throw for an answer that says nothing about the code or token; it has a
   *     cause if it is no answer to a token request at all
   */
  private OIDCTokenResponse ask(
      AuthorizationGrant grant, BiFunction<String, Exception, RuntimeException> unclear) {
    try {
      var answer = OIDCTokenResponseParser.parse(provider.send(request(grant).toHTTPRequest()));
      if (answer instanceof TokenErrorResponse error) {
        throw refused(error, unclear);
      }
      provider.answered();
      return (OIDCTokenResponse) answer.toSuccessResponse();
    } catch (ParseException e) {
      provider.doubt();
      throw unclear.apply("The provider's answer is none to a token request.", e);
    }
  }

  private RuntimeException refused(
      TokenErrorResponse answer, BiFunction<String, Exception, RuntimeException> unclear)
      throws ParseException {
    var error = answer.getErrorObject();
    if (error == null || error.getCode() == null || error.getHTTPStatusCode() >= SERVER_ERROR) {
      throw new ParseException("It answered the token request with an error of its own.");
    }
    var code = error.getCode();
    if (NOT_THE_PERSON.contains(code)) {
      return provider.away(new IOException("it answered the token request with " + code));
    }
    provider.answered();
    var sentence = "The provider says " + code + ".";
    return code.equals("invalid_grant")
        ? new RefusedException(sentence)
        : unclear.apply(sentence, null);
  }

  private TokenRequest request(AuthorizationGrant grant) {
    var endpoint = provider.metadata().getTokenEndpointURI();
    return settings
        .secret()
        .map(secret -> new TokenRequest.Builder(endpoint, login(new Secret(secret)), grant))
        .orElseGet(() -> new TokenRequest.Builder(endpoint, client(), grant))
        .build();
  }

  /** By Basic, unless the provider says that it takes only the other way. */
  private ClientAuthentication login(Secret secret) {
    var methods = provider.metadata().getTokenEndpointAuthMethods();
    boolean basic =
        methods == null || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    return basic ? new ClientSecretBasic(client(), secret) : new ClientSecretPost(client(), secret);
  }

  private ClientID client() {
    return new ClientID(settings.clientId());
  }
}
