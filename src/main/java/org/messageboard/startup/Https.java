package org.messageboard.startup;

import static org.messageboard.settings.Setting.said;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Collections;
import java.util.Optional;
import java.util.function.Function;
import org.messageboard.settings.KeystoreFile;

/**
 * The HTTPS that the server itself serves (https-true.xml). The settings are variables of the
 * server's, which uses them; here they are only looked at, because Liberty says of a keystore that
 * it cannot use what Java says, and goes on without HTTPS. A keystore whose password only the
 * server can decode, such as one of {@code {aes}}, is not opened here.
 *
 * @param settings gives the value of a setting, or nothing
 */
record Https(Function<String, Optional<String>> settings) {

  private static final String ENABLED = "https.enabled";
  private static final String KEYSTORE = "https.keystore.";
  private static final String LOCATION = KEYSTORE + "location";
  private static final String PASSWORD = KEYSTORE + "password";
  private static final String NOT_ENCODED =
      "begins with {xor}, but is not what securityUtility encode makes";
  private static final String NO_KEY = "names a file that has no key beside its certificates";

  /** What is wrong, as a sentence that names the setting; nothing without HTTPS. */
  Optional<String> complaint() {
    // As it is written: it is part of a file's name
    var enabled = settings.apply(ENABLED).orElse("false");
    return switch (enabled) {
      case "false" -> Optional.empty();
      case "true" -> location().or(this::password).or(this::content);
      default ->
          Optional.of(said(ENABLED, "must be true or false, but is \"%s\"".formatted(enabled)));
    };
  }

  private Optional<String> location() {
    var file = settings.apply(LOCATION);
    if (file.isEmpty()) {
      return Optional.of(said(LOCATION, "is missing, the file with the certificate and its key"));
    }
    return file.filter(name -> !Path.of(name).isAbsolute())
        .map(name -> said(LOCATION, "must be an absolute path, but is \"%s\"".formatted(name)));
  }

  private Optional<String> password() {
    return settings.apply(PASSWORD).isPresent()
        ? Optional.empty()
        : Optional.of(said(PASSWORD, "is missing, the password of the keystore and of its key"));
  }

  private Optional<String> content() {
    try {
      var password = new LibertyPassword(settings.apply(PASSWORD).orElseThrow()).plain();
      return password.isPresent() ? content(password.get()) : file();
    } catch (IllegalArgumentException e) {
      return Optional.of(said(PASSWORD, NOT_ENCODED));
    }
  }

  private Optional<String> content(String password) {
    try {
      var keystore = new KeystoreFile(KEYSTORE, name -> setting(name, password));
      keystore.keys();
      return keystore.read().filter(store -> !hasKey(store)).map(store -> said(LOCATION, NO_KEY));
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    } catch (GeneralSecurityException e) {
      return Optional.of(
          said(
              LOCATION,
              "has a key that its password does not open (%s)".formatted(e.getMessage())));
    }
  }

  private Optional<String> setting(String name, String password) {
    return name.equals(PASSWORD) ? Optional.of(password) : settings.apply(name);
  }

  private Optional<String> file() {
    return settings
        .apply(LOCATION)
        .filter(name -> !Files.isRegularFile(Path.of(name)) || !Files.isReadable(Path.of(name)))
        .map(name -> said(LOCATION, "is %s, which is no file that can be read".formatted(name)));
  }

  private static boolean hasKey(KeyStore store) {
    try {
      for (var alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          return true;
        }
      }
      return false;
    } catch (KeyStoreException e) {
      throw new IllegalStateException("A keystore that was loaded has its entries", e);
    }
  }
}
