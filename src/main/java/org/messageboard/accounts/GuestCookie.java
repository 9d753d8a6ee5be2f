package org.messageboard.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The value of a guest's cookie: {@code g1.<subject>.<issued>.<signature>}, where the subject is
 * 128 random bits in base64url, issued a time in seconds since 1970, and the signature the
 * HMAC-SHA256 (RFC 2104) of all before its dot, in base64url. Another format gets another version
 * than {@code g1}.
 *
 * @param keys the keys that cookies may be signed with; the first signs new ones
 */
record GuestCookie(List<String> keys) {

  /**
   * What a valid cookie says.
   *
   * @param renewable whether it is time for a new one of the same subject
   */
  record Guest(String subject, boolean renewable) {}

  /** How long browsers keep a cookie and servers accept it; browsers allow 400 days at most. */
  static final Duration LIFE = Duration.ofDays(365);

  /** Age at which a cookie is renewed. */
  static final Duration RENEWED_AFTER = Duration.ofDays(30);

  private static final Pattern FORM =
      Pattern.compile("(g1\\.([A-Za-z0-9_-]{22})\\.([0-9]{1,12}))\\.([A-Za-z0-9_-]{43})");

  private static final int SUBJECT_BYTES = 16;
  private static final String ALGORITHM = "HmacSHA256";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A subject that nobody has had. */
  static String newSubject() {
    return newSecret(SUBJECT_BYTES);
  }

  /** So many random bytes, in base64url. */
  static String newSecret(int bytes) {
    var secret = new byte[bytes];
    RANDOM.nextBytes(secret);
    return base64(secret);
  }

  /**
   * A cookie's value for this subject.
   *
   * @param now in seconds since 1970
   */
  String issue(String subject, long now) {
    var signed = "g1." + subject + "." + now;
    return signed + "." + signature(signed, keys.get(0));
  }

  /**
   * Whose cookie it is; empty unless one of the keys signed it less than {@link #LIFE} ago.
   *
   * @param now in seconds since 1970
   */
  Optional<Guest> verify(String value, long now) {
    var cookie = FORM.matcher(value);
    if (!cookie.matches()) {
      return Optional.empty();
    }
    var key = keys.stream().filter(candidate -> isSignedWith(candidate, cookie)).findFirst();
    long age = now - Long.parseLong(cookie.group(3));
    return key.filter(found -> age < LIFE.toSeconds())
        .map(found -> new Guest(cookie.group(2), isRenewable(found, age)));
  }

  private boolean isRenewable(String key, long age) {
    return age >= RENEWED_AFTER.toSeconds() || !key.equals(keys.get(0));
  }

  /** Takes the same time wherever the signatures differ. */
  private static boolean isSignedWith(String key, Matcher cookie) {
    var right = signature(cookie.group(1), key).getBytes(UTF_8);
    return MessageDigest.isEqual(right, cookie.group(4).getBytes(UTF_8));
  }

  private static String signature(String text, String key) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), ALGORITHM));
      return base64(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JVM has no HMAC-SHA256, which every JVM must have.", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return keys.size() + " keys";
  }
}
