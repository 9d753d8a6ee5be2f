package org.messageboard.accounts;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.MalformedURLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What the provider publishes about itself (OpenID Connect Discovery): its addresses and its keys.
 * The addresses are read by {@link #look}, until it has answered once; no request waits for that,
 * and the board starts without the provider. After a failure nobody asks for a pause, and then one
 * at a time, until it answers. Thread-safe.
 */
final class Provider {

  private static final Logger LOG = Logger.getLogger(Provider.class.getName());

  /** In milliseconds. */
  private static final int CONNECT_TIMEOUT = 2_000;

  /** In milliseconds. */
  private static final int READ_TIMEOUT = 5_000;

  /**
   * Threads that may wait for the provider: a quarter of the server's (coreThreads in board.xml).
   */
  private static final int MAX_WAITING = 24;

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
  private final long pause;
  private volatile Found found;
  private volatile boolean away;

  /** It has failed to answer a request, and perhaps only that one. */
  private volatile boolean doubted;

  /** When somebody last found that it is away, or began to ask again. */
  private final AtomicLong awaySince = new AtomicLong();

  private final Semaphore waiting = new Semaphore(MAX_WAITING);

  /**
   * @param pause how long nobody asks after a failure
   */
  Provider(String issuer, Duration pause) {
    this.issuer = issuer;
    this.pause = pause.toNanos();
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

  /** Whether it can be used, as far as anybody has tried. */
  boolean isReachable() {
    return found != null && !away;
  }

  /** Whether it is time to find out if it can be used; then the caller has to. */
  boolean isInDoubt() {
    boolean asks = found != null && !isAway() && (doubted || away);
    if (asks) {
      doubted = false;
    }
    return asks;
  }

  private boolean isAway() {
    return away && isPause(awaySince.get());
  }

  private boolean isPause(long since) {
    return System.nanoTime() - since < pause;
  }

  /**
   * Sends it a request. If it has been away, only one caller does; no other waits for that.
   *
   * @throws ProviderAwayException if it does not answer, or if enough threads wait for it already
   */
  HTTPResponse send(HTTPRequest request) {
    request.setConnectTimeout(CONNECT_TIMEOUT);
    request.setReadTimeout(READ_TIMEOUT);
    request.setFollowRedirects(false);
    if (!waiting.tryAcquire()) {
      throw new ProviderAwayException("Too many requests wait for the provider.", null);
    }
    try {
      requireTurn();
      return request.send();
    } catch (IOException e) {
      throw away(e);
    } finally {
      waiting.release();
    }
  }

  private void requireTurn() {
    long since = awaySince.get();
    if (away && (isPause(since) || !awaySince.compareAndSet(since, System.nanoTime()))) {
      throw new ProviderAwayException("The provider does not answer.", null);
    }
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
          new Found(
              metadata, new JWSVerificationKeySelector<>(ALGORITHMS, bounded(published(metadata))));
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

  /**
   * Anybody can send tokens that name unknown keys, and each would wait while the keys are read.
   */
  private JWKSource<SecurityContext> bounded(JWKSource<SecurityContext> keys) {
    return (selector, context) -> {
      if (!waiting.tryAcquire()) {
        throw new KeySourceException("Too many requests wait for the provider's keys.");
      }
      try {
        return keys.get(selector, context);
      } finally {
        waiting.release();
      }
    };
  }

  /** Remembers that it does not answer; returns what to throw. */
  ProviderAwayException away(Exception cause) {
    if (!away) {
      LOG.log(
          Level.WARNING,
          "The OpenID provider {0} cannot be used ({1}): nobody can sign in, and those who have go on for auth.session.grace.seconds",
          new Object[] {issuer, cause.getMessage()});
    }
    awaySince.set(System.nanoTime());
    away = true;
    return new ProviderAwayException("The provider does not answer.", cause);
  }

  /** Remembers that it did not answer as it should: perhaps it cannot, or only not that request. */
  void doubt() {
    doubted = true;
  }

  /** Remembers that it has answered. */
  void answered() {
    if (away) {
      LOG.log(Level.INFO, "The OpenID provider {0} can be used again", issuer);
    }
    away = false;
  }
}
