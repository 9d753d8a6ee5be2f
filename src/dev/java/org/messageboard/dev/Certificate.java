package org.messageboard.dev;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A self-signed certificate with its key, made by the JDK's keytool for one test.
 *
 * @param keystore PKCS12 file with certificate and key
 * @param password the keystore's password
 * @param pem PEM file with the certificate
 * @param key PEM file with the unencrypted key
 */
public record Certificate(Path keystore, String password, Path pem, Path key) {

  private static final String ALIAS = "own";

  /**
   * Creates a certificate that is valid for two days.
   *
   * @param directory where to put the files
   * @param name the common name, and the files' base name
   * @param subject the alternative name as keytool takes it: {@code ip:127.0.0.1} or {@code
   *     dns:name}
   * @param password at least six characters
   */
  public static Certificate create(Path directory, String name, String subject, String password)
      throws IOException, GeneralSecurityException, InterruptedException {
    Files.createDirectories(directory);
    var made =
        new Certificate(
            directory.resolve(name + ".p12").toAbsolutePath(),
            password,
            directory.resolve(name + ".pem").toAbsolutePath(),
            directory.resolve(name + ".key").toAbsolutePath());
    made.generate(name, subject);
    var store = KeyStore.getInstance(made.keystore.toFile(), password.toCharArray());
    write(made.pem, "CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
    var secret = store.getKey(ALIAS, password.toCharArray());
    write(made.key, "PRIVATE KEY", secret.getEncoded());
    return made;
  }

  private void generate(String name, String subject) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + subject,
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                keystore.toString(),
                "-storepass",
                password)
            .inheritIO()
            .start();
    if (process.waitFor() != 0) {
      throw new StartException("keytool made no certificate for " + name + ".");
    }
  }

  private static void write(Path file, String what, byte[] content) throws IOException {
    var lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
    Files.writeString(file, "-----BEGIN %s-----%n%s%n-----END %1$s-----%n".formatted(what, lines));
  }
}
