package org.messageboard.settings;

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

/**
 * A file of certificates or keys, by three settings: {@code location}, {@code type} and {@code
 * password}. A file of type PEM contains only certificates.
 *
 * @param prefix of the settings, such as {@code redis.ssl.truststore.}
 * @param settings returns a setting's value, if it is set
 */
public record KeystoreFile(String prefix, Function<String, Optional<String>> settings) {

  /**
   * The file's content, or nothing if no file is set.
   *
   * @throws IllegalArgumentException if it cannot be read; the message names the setting
   */
  public Optional<KeyStore> read() {
    return settings.apply(prefix + "location").map(file -> read(Path.of(file)));
  }

  /** The keys in the file; null if no file is set. */
  public KeyManager[] keys() throws GeneralSecurityException {
    var store = read();
    if (store.isEmpty()) {
      return null;
    }
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store.get(), password());
    return factory.getKeyManagers();
  }

  private KeyStore read(Path file) {
    var type = settings.apply(prefix + "type").orElse("PKCS12");
    try (var in = Files.newInputStream(file)) {
      return type.equals("PEM") ? certificates(in) : stored(type, in, password());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          Settings.said(
              prefix + "location",
              "is %s, which cannot be read as %s with the password given (%s)"
                  .formatted(file, type, e.getMessage())),
          e);
    }
  }

  private char[] password() {
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
