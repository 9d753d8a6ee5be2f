package org.messageboard.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.util.UUID;

/**
 * Tells the requests that this server sends to itself, while it warms up, from everybody else's:
 * they show a secret that only this process knows. At any other time there is nothing to look at.
 */
@ApplicationScoped
public class OwnRequests {

  /** The header with the secret. */
  public static final String HEADER = "Board-Warm-Up";

  private volatile String secret;

  /** From now on such requests are known; returns their secret. */
  public String begin() {
    var random = UUID.randomUUID().toString(); // 122 bits of a SecureRandom
    secret = random;
    return random;
  }

  /** From now on there are none. */
  public void end() {
    secret = null;
  }

  /** Whether the server itself sent the request. */
  public boolean has(HttpServletRequest request) {
    var expected = secret;
    if (expected == null) {
      return false;
    }
    var shown = request.getHeader(HEADER);
    return shown != null
        && MessageDigest.isEqual(expected.getBytes(US_ASCII), shown.getBytes(US_ASCII));
  }
}
