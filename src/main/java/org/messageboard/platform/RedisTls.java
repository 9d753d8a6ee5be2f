package org.messageboard.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom the board trusts over TLS to be Redis, and how it shows who it is, by the settings {@code
 * redis.ssl.*}. What is not set is as Java has it. A truststore of type PEM is a file of
 * certificates. That the certificate names the host of {@code redis.url} is for Jedis to check.
 *
 * @param settings gives the value of a setting, or nothing
 */
record RedisTls(Function<String, Optional<String>> settings) {

  static final String TRUSTSTORE = "redis.ssl.truststore.";
  static final String KEYSTORE = "redis.ssl.keystore.";

  /**
   * Makes the connections' sockets.
   *
   * @throws IllegalArgumentException when a file cannot be read; the message names the setting
   */
  SSLSocketFactory sockets() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(keys(), trusted(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "redis.ssl.*: TLS cannot be used with these settings: " + e.getMessage(), e);
    }
  }

  private TrustManager[] trusted() throws GeneralSecurityException {
    var store = store(TRUSTSTORE);
    if (store.isEmpty()) {
      return null; // as Java has it
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store.get());
    return factory.getTrustManagers();
  }

  private KeyManager[] keys() throws GeneralSecurityException {
    var store = store(KEYSTORE);
    if (store.isEmpty()) {
      return null;
    }
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store.get(), password(KEYSTORE));
    return factory.getKeyManagers();
  }

  private Optional<KeyStore> store(String prefix) {
    return settings.apply(prefix + "location").map(file -> read(prefix, Path.of(file)));
  }

  private KeyStore read(String prefix, Path file) {
    var type = settings.apply(prefix + "type").orElse("PKCS12");
    try (var in = Files.newInputStream(file)) {
      return type.equals("PEM") ? certificates(in) : stored(type, in, password(prefix));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          Setting.said(
              prefix + "location",
              "is %s, which cannot be read as %s with the password given (%s)"
                  .formatted(file, type, e.getMessage())),
          e);
    }
  }

  private char[] password(String prefix) {
    return settings.apply(prefix + "password").map(String::toCharArray).orElse(null);
  }

  private static KeyStore stored(String type, InputStream in, char[] password)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(type);
    store.load(in, password);
    return store;
  }

  private static KeyStore certificates(InputStream in)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int n = 0;
    for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
      store.setCertificateEntry("trusted-" + ++n, certificate);
    }
    return store;
  }
}
