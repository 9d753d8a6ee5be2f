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
 * Which certificates of Redis the board trusts, and which it presents, by the settings {@code
 * redis.ssl.*}. Java's defaults apply to what is not set. A truststore of type PEM is a file of
 * certificates. Jedis checks that the certificate names the host in {@code redis.url}.
 *
 * @param settings returns a setting's value, if it is set
 */
public record RedisTls(Function<String, Optional<String>> settings) {

  static final String TRUSTSTORE = "redis.ssl.truststore.";
  static final String KEYSTORE = "redis.ssl.keystore.";

  /**
   * The factory of the connections' sockets.
   *
   * @throws IllegalArgumentException if a file cannot be read; the message names the setting
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
      return null; // Java's default
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store.get());
    return factory.getTrustManagers();
  }
}
