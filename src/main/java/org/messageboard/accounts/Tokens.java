package org.messageboard.accounts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import java.text.ParseException;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * Checks tokens of the provider: signature, issuer, audience and times, for which clocks may differ
 * by a minute.
 */
record Tokens(Provider provider, SignInSettings settings) {

  private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

  /** Claims of ID and logout tokens. */
  private static final Set<String> FOREIGN = Set.of("nonce", "at_hash", "c_hash", "events");

  /** Claims of access tokens, in RFC 9068 or as providers name them that are older. */
  private static final Set<String> PROOFS = Set.of("scope", "scp", "client_id", "cid", "appid");

  private interface Check {
    Map<String, Object> claims(JWT token) throws BadJOSEException, JOSEException;
  }

  /**
   * The claims of an ID token (OpenID Connect Core, section 3.1.3.7).
   *
   * @param nonce the one that was sent; null for a token that renews a session
   */
  Map<String, Object> idToken(JWT token, String nonce) {
    var validator = new IDTokenValidator(issuer(), client(), provider.keys(), null);
    var expected = nonce == null ? null : new Nonce(nonce);
    return check(() -> token, t -> validator.validate(t, expected).toJSONObject());
  }

  /** The claims of a logout token (OpenID Connect Back-Channel Logout, section 2.6). */
  Map<String, Object> logoutToken(String token) {
    var validator = new LogoutTokenValidator(issuer(), client(), false, provider.keys(), null);
    return check(() -> JWTParser.parse(token), t -> validator.validate(t).toJSONObject());
  }

  /** The claims of a machine's access token (RFC 9068); an ID or logout token is none. */
  Map<String, Object> accessToken(String token) {
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(ACCESS_TOKEN, JOSEObjectType.JWT, null));
    processor.setJWSKeySelector(provider.keys());
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            settings.audience(),
            new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
            Set.of("sub", "exp")));
    return check(
        () -> JWTParser.parse(token),
        t -> {
          var claims = processor.process(t, null).toJSONObject();
          if (!isAccessToken(t.getHeader().getType(), claims)) {
            throw new RefusedException("It is not an access token.");
          }
          return claims;
        });
  }

  /**
   * Many providers do not name the type. Keycloak names it in a claim. A token whose authorized
   * party is the board itself may be an ID token.
   */
  private boolean isAccessToken(JOSEObjectType type, Map<String, Object> claims) {
    if (!Collections.disjoint(claims.keySet(), FOREIGN)) {
      return false;
    }
    if (claims.containsKey("typ")) {
      return "Bearer".equals(claims.get("typ"));
    }
    return ACCESS_TOKEN.equals(type)
        || !Collections.disjoint(claims.keySet(), PROOFS)
        || !claims.getOrDefault("azp", settings.clientId()).equals(settings.clientId());
  }

  private interface Parsed {
    JWT token() throws ParseException;
  }

  private Map<String, Object> check(Parsed parsed, Check check) {
    try {
      return check.claims(parsed.token());
    } catch (ParseException | BadJOSEException e) {
      throw new RefusedException("It is not a valid token of the provider.", e);
    } catch (JOSEException e) {
      // Also while too many tokens name unknown keys, so it is no sign that the provider is away
      throw new ProviderAwayException("The provider's keys cannot be read.", e);
    }
  }

  private Issuer issuer() {
    return new Issuer(settings.issuer());
  }

  private ClientID client() {
    return new ClientID(settings.clientId());
  }
}
