package org.messageboard.startup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A password for Liberty: plain, or as {@code securityUtility encode} writes it, with the
 * encoding's name in braces before it.
 *
 * @param text the configured value
 */
record LibertyPassword(String text) {

  private static final Pattern ENCODED = Pattern.compile("\\{([^}]*)}(.*)", Pattern.DOTALL);

  /** The byte with which {@code {xor}} combines every other. */
  private static final int XOR = '_';

  /**
   * The plain password, or nothing if only Liberty can decode it, as with {@code {aes}}, whose key
   * is Liberty's.
   *
   * @throws IllegalArgumentException if it begins with {@code {xor}} but is not Base64
   */
  Optional<String> plain() {
    var encoded = ENCODED.matcher(text.strip());
    if (!encoded.matches()) {
      return Optional.of(text);
    }
    return encoded.group(1).strip().equalsIgnoreCase("xor")
        ? Optional.of(xor(Base64.getDecoder().decode(encoded.group(2))))
        : Optional.empty();
  }

  /** Does not show it. */
  @Override
  public String toString() {
    return "a password";
  }

  private static String xor(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= XOR;
    }
    return new String(bytes, UTF_8);
  }
}
