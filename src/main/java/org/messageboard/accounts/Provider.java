package org.messageboard.accounts;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.MalformedURLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What the provider publishes about itself (OpenID Connect Discovery): its addresses and its keys.
 * The addresses are read by {@link #look}, until it has answered once; no request waits for that,
 * and the board starts without the provider. After a failure nobody asks for ten seconds.
 */
final class Provider {

  private static final Logger LOG = Logger.getLogger(Provider.class.getName());

  /** In milliseconds. */
  static final int CONNECT_TIMEOUT = 2_000;

  /** In milliseconds. */
  static final int READ_TIMEOUT = 5_000;

  /** Signatures by private keys only: neither {@code none} nor a shared secret (RFC 8725, 3.1). */
  private static final Set<JWSAlgorithm> ALGORITHMS = new HashSet<>(JWSAlgorithm.Family.RSA);

  static {
    ALGORITHMS.addAll(JWSAlgorithm.Family.EC);
  }

  private static final int MAX_BYTES = 1 << 20;
  private static final long KEYS_LIFE = Duration.ofMinutes(15).toMillis();

  /** What a provider has said about itself. */
  private record Found(
      OIDCProviderMetadata metadata, JWSVerificationKeySelector<SecurityContext> keys) {}

  private final String issuer;
  private volatile Found found;
  private volatile boolean away;
  private volatile long awaySince;

  Provider(String issuer) {
    this.issuer = issuer;
  }

  /**
   * Its addresses.
   *
   * @throws ProviderAwayException if it does not answer
   */
  OIDCProviderMetadata metadata() {
    return found().metadata();
  }

  /** Finds the key that signed a token, by algorithm and name. */
  JWSVerificationKeySelector<SecurityContext> keys() {
    var known = found;
    if (known == null) {
      throw new ProviderAwayException("The provider has not answered yet.", null);
    }
    return known.keys();
  }

  private Found found() {
    var known = found;
    if (known == null || isAway()) {
      throw new ProviderAwayException("The provider does not answer.", null);
    }
    return known;
  }

  private boolean isAway() {
    return away && System.nanoTime() - awaySince < ProviderAwayException.RETRY_AFTER.toNanos();
  }

  /**
   * Asks for its addresses if they are not known. Called by one thread at a time; never throws,
   * because the scheduler does not repeat a task that does.
   */
  void look() {
    if (found != null || isAway()) {
      return;
    }
    try {
      var metadata =
          OIDCProviderMetadata.resolve(new Issuer(issuer), CONNECT_TIMEOUT, READ_TIMEOUT);
      found =
          new Found(metadata, new JWSVerificationKeySelector<>(ALGORITHMS, published(metadata)));
      answered();
    } catch (GeneralException | IOException | RuntimeException e) {
      away(e);
    }
  }

  /** No thread of its own: a request reads the keys when they are old or one is missing. */
  private static JWKSource<SecurityContext> published(OIDCProviderMetadata metadata)
      throws MalformedURLException {
    var reader = new DefaultResourceRetriever(CONNECT_TIMEOUT, READ_TIMEOUT, MAX_BYTES);
    return JWKSourceBuilder.create(metadata.getJWKSetURI().toURL(), reader)
        .cache(KEYS_LIFE, CONNECT_TIMEOUT + READ_TIMEOUT)
        .refreshAheadCache(false)
        .outageTolerantForever()
        .build();
  }

  /** Remembers that it does not answer; returns what to throw. */
  ProviderAwayException away(Exception cause) {
    if (!away) {
      LOG.log(
          Level.WARNING,
          "The OpenID provider {0} cannot be used ({1}): nobody can sign in, and those who have go on for auth.session.grace.seconds",
          new Object[] {issuer, cause.getMessage()});
    }
    away = true;
    awaySince = System.nanoTime();
    return new ProviderAwayException("The provider does not answer.", cause);
  }

  /** Remembers that it has answered. */
  void answered() {
    if (away) {
      LOG.log(Level.INFO, "The OpenID provider {0} can be used again", issuer);
    }
    away = false;
  }
}
