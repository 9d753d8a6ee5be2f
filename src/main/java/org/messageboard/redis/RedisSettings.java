package org.messageboard.redis;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.messageboard.settings.KeystoreFile;
import org.messageboard.settings.Settings;

/**
 * Where Redis is, and for TLS which certificates the board trusts and which it presents ({@code
 * redis.ssl.*}). Java's defaults apply to what is not set. A truststore of type PEM is a file of
 * certificates. Jedis checks that the certificate names the host in {@code redis.url}.
 *
 * @param sockets the factory of the connections' sockets; null without TLS
 */
@Dependent
public record RedisSettings(RedisUrl url, SSLSocketFactory sockets) {

  @Inject
  public RedisSettings(Settings settings) {
    this(settings, settings.make(() -> RedisUrl.parse(settings.text("redis.url").orElse(""))));
  }

  private RedisSettings(Settings settings, Optional<RedisUrl> url) {
    this(
        url.orElse(null),
        url.filter(RedisUrl::tls)
            .flatMap(tls -> settings.make(() -> sockets(settings::text)))
            .orElse(null));
  }

  /**
   * @param settings returns a setting's value, if it is set
   * @throws IllegalArgumentException if a file cannot be read; the message names the setting
   */
  static SSLSocketFactory sockets(Function<String, Optional<String>> settings) {
    try {
      var context = SSLContext.getInstance("TLS");
      var keys = new KeystoreFile("redis.ssl.keystore.", settings).keys();
      context.init(keys, trusted(new KeystoreFile("redis.ssl.truststore.", settings)), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "redis.ssl.*: TLS cannot be used with these settings: " + e.getMessage(), e);
    }
  }

  private static TrustManager[] trusted(KeystoreFile file) throws GeneralSecurityException {
    var store = file.read();
    if (store.isEmpty()) {
      return null; // Java's default
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store.get());
    return factory.getTrustManagers();
  }
}
