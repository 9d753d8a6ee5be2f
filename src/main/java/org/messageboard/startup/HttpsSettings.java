package org.messageboard.startup;

import static org.messageboard.settings.Settings.wrong;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Collections;
import java.util.Optional;
import org.messageboard.settings.KeystoreFile;
import org.messageboard.settings.Settings;

/**
 * Variables of the HTTPS that Liberty serves (https-true.xml). The board checks them, because
 * Liberty logs what is wrong with a keystore and runs on without HTTPS. If only Liberty can decode
 * the password, as with {@code {aes}...}, the board does not open the keystore.
 *
 * @param enabled whether there is HTTPS; the other variables count only then
 */
record HttpsSettings(boolean enabled) {

  private static final String KEYSTORE = "https.keystore.";
  private static final String LOCATION = KEYSTORE + "location";
  private static final String PASSWORD = KEYSTORE + "password";

  HttpsSettings(Settings settings) {
    this(ServerSettings.isOn("https.enabled", settings));
    if (enabled) {
      settings.serverNumber("https.port", 1, ServerSettings.MAX_PORT);
      settings.optional(
          "https.protocol", "http/2 or http/1.1", value -> value.matches("(?i)http/(2|1\\.1)"));
      settings.serverNumber("https.hsts.seconds", 0, Integer.MAX_VALUE);
      settings.make(() -> keystore(settings));
    }
  }

  private static String keystore(Settings settings) {
    var file = settings.required(LOCATION, "is missing, the file with the certificate and its key");
    if (!Path.of(file).isAbsolute()) {
      throw wrong(LOCATION, "must be an absolute path, but is \"%s\"".formatted(file));
    }
    var password =
        plain(
            settings.required(PASSWORD, "is missing, the password of the keystore and of its key"));
    if (password.isPresent()) {
      open(settings, password);
    } else if (!Files.isRegularFile(Path.of(file)) || !Files.isReadable(Path.of(file))) {
      throw wrong(LOCATION, "is %s, which is no file that can be read".formatted(file));
    }
    return file;
  }

  private static Optional<String> plain(String password) {
    try {
      return new LibertyPassword(password).plain();
    } catch (IllegalArgumentException e) {
      throw wrong(PASSWORD, "begins with {xor}, but is not what securityUtility encode makes");
    }
  }

  private static void open(Settings settings, Optional<String> password) {
    var keystore =
        new KeystoreFile(KEYSTORE, name -> name.equals(PASSWORD) ? password : settings.text(name));
    try {
      keystore.keys();
      if (!hasKey(keystore.read().orElseThrow())) {
        throw wrong(LOCATION, "names a file that has no key beside its certificates");
      }
    } catch (GeneralSecurityException e) {
      throw wrong(
          LOCATION, "has a key that its password does not open (%s)".formatted(e.getMessage()));
    }
  }

  private static boolean hasKey(KeyStore store) throws KeyStoreException {
    for (var alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        return true;
      }
    }
    return false;
  }
}
