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
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * The authorization code flow with PKCE (OpenID Connect Core, section 3.1; RFC 7636), and the
 * renewal by a refresh token (section 12).
 */
record CodeFlow(Provider provider, Tokens tokens, SignInSettings settings) {

  /** Errors of a provider that does not know the board, or is out of order (RFC 6749, 5.2). */
  private static final Set<String> NOT_THE_PERSON =
      Set.of(
          "",
          "null",
          "invalid_client",
          "unauthorized_client",
          "server_error",
          "temporarily_unavailable");

  /** Where the provider lets a person sign in. */
  URI address(Attempt attempt, URI callback) {
    var scope = new Scope(settings.scopes().toArray(String[]::new));
    return new AuthenticationRequest.Builder(ResponseType.CODE, scope, client(), callback)
        .endpointURI(provider.metadata().getAuthorizationEndpointURI())
        .state(new State(attempt.state()))
        .nonce(new Nonce(attempt.nonce()))
        .codeChallenge(new CodeVerifier(attempt.verifier()), CodeChallengeMethod.S256)
        .build()
        .toURI();
  }

  /** Exchanges the code that the provider sent to the callback. */
  Grant exchange(String code, Attempt attempt, URI callback) {
    var verifier = new CodeVerifier(attempt.verifier());
    var answer = ask(new AuthorizationCodeGrant(new AuthorizationCode(code), callback, verifier));
    var token = answer.getOIDCTokens().getIDToken();
    if (token == null) {
      throw new RefusedException("The provider gave no ID token.");
    }
    return new Grant(tokens.idToken(token, attempt.nonce()), refreshToken(answer));
  }

  /** Asks for the person's current claims. */
  Grant refresh(String refreshToken) {
    var answer = ask(new RefreshTokenGrant(new RefreshToken(refreshToken)));
    var token = answer.getOIDCTokens().getIDToken();
    var renewed = refreshToken(answer).or(() -> Optional.of(refreshToken));
    return new Grant(token == null ? null : tokens.idToken(token, null), renewed);
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

  private OIDCTokenResponse ask(AuthorizationGrant grant) {
    try {
      var request = request(grant).toHTTPRequest();
      request.setConnectTimeout(Provider.CONNECT_TIMEOUT);
      request.setReadTimeout(Provider.READ_TIMEOUT);
      request.setFollowRedirects(false);
      var answer = OIDCTokenResponseParser.parse(request.send());
      if (answer instanceof TokenErrorResponse error) {
        throw refused(error);
      }
      provider.answered();
      return (OIDCTokenResponse) answer.toSuccessResponse();
    } catch (IOException | ParseException e) {
      throw provider.away(e);
    }
  }

  private RuntimeException refused(TokenErrorResponse answer) {
    var error = answer.getErrorObject();
    var code = error == null ? "" : String.valueOf(error.getCode());
    return NOT_THE_PERSON.contains(code)
        ? provider.away(new IOException("it answered the token request with " + code))
        : new RefusedException("The provider says " + code + ".");
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
