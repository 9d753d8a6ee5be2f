package org.messageboard.startup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A password that the server itself reads: as it stands, or as {@code securityUtility encode}
 * writes it, with the encoding's name in braces before it.
 *
 * @param text as it is configured
 */
record LibertyPassword(String text) {

  private static final Pattern ENCODED = Pattern.compile("\\{([^}]*)}(.*)", Pattern.DOTALL);

  /** Every byte was taken with this one by exclusive or. */
  private static final int XOR = '_';

  /**
   * The password in the clear; nothing when only the server can decode it, such as one of {@code
   * {aes}}, whose key is the server's.
   *
   * @throws IllegalArgumentException when it begins with {@code {xor}} and is not Base64
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

  /** Shows nothing of it. */
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
