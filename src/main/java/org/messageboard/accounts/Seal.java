package org.messageboard.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts and authenticates texts: base64url of a random nonce of 12 bytes and what AES-256-GCM
 * makes of the text (NIST SP 800-38D). The key is the HMAC-SHA256 of the purpose under a signing
 * key, so nothing that was sealed for one purpose can be used for another.
 *
 * @param keys the signing keys; the first seals, all open
 * @param purpose what the texts are for
 */
record Seal(List<String> keys, String purpose) {

  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final String MAC = "HmacSHA256";
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * The sealed text.
   *
   * @throws IllegalStateException if there is no key yet
   */
  String seal(String text) {
    if (keys.isEmpty()) {
      throw new IllegalStateException("There is no key for cookies yet.");
    }
    var nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    try {
      var sealed = cipher(Cipher.ENCRYPT_MODE, keys.get(0), nonce).doFinal(text.getBytes(UTF_8));
      var all = Arrays.copyOf(nonce, NONCE + sealed.length);
      System.arraycopy(sealed, 0, all, NONCE, sealed.length);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JVM has no AES-GCM, which every JVM must have.", e);
    }
  }

  /** The text; empty unless one of the keys sealed it. */
  Optional<String> open(String sealed) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(sealed);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // nothing that the board has sealed
    }
    return bytes.length < NONCE + TAG_BITS / Byte.SIZE
        ? Optional.empty()
        : keys.stream().flatMap(key -> open(bytes, key).stream()).findFirst();
  }

  private Optional<String> open(byte[] bytes, String key) {
    try {
      var cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(bytes, NONCE));
      return Optional.of(new String(cipher.doFinal(bytes, NONCE, bytes.length - NONCE), UTF_8));
    } catch (AEADBadTagException e) {
      return Optional.empty(); // sealed with another key, or changed
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JVM has no AES-GCM, which every JVM must have.", e);
    }
  }

  private Cipher cipher(int mode, String key, byte[] nonce) throws GeneralSecurityException {
    var mac = Mac.getInstance(MAC);
    mac.init(new SecretKeySpec(key.getBytes(UTF_8), MAC));
    var derived = new SecretKeySpec(mac.doFinal(purpose.getBytes(UTF_8)), "AES");
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, derived, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return purpose + " with " + keys.size() + " keys";
  }
}
