package org.messageboard.redis;

import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.messageboard.settings.KeystoreFile;

/**
 * Whom the board trusts over TLS to be Redis, and how it shows who it is, by the settings {@code
 * redis.ssl.*}. What is not set is as Java has it. A truststore of type PEM is a file of
 * certificates. That the certificate names the host of {@code redis.url} is for Jedis to check.
 *
 * @param settings gives the value of a setting, or nothing
 */
public record RedisTls(Function<String, Optional<String>> settings) {

  static final String TRUSTSTORE = "redis.ssl.truststore.";
  static final String KEYSTORE = "redis.ssl.keystore.";

  /**
   * Makes the connections' sockets.
   *
   * @throws IllegalArgumentException when a file cannot be read; the message names the setting
   */
  public SSLSocketFactory sockets() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(new KeystoreFile(KEYSTORE, settings).keys(), trusted(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "redis.ssl.*: TLS cannot be used with these settings: " + e.getMessage(), e);
    }
  }

  private TrustManager[] trusted() throws GeneralSecurityException {
    var store = new KeystoreFile(TRUSTSTORE, settings).read();
    if (store.isEmpty()) {
      return null; // as Java has it
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store.get());
    return factory.getTrustManagers();
  }
}
