package org.messageboard.board;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.stream.JsonGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A way for a bot to post in one open channel.
 *
 * @param id a UUID, no secret
 * @param channel where its messages are posted
 * @param name the author of its messages
 * @param icon an emoji that stands for it, or null
 * @param hash the SHA-256 of its token; "" once it is revoked. The token itself is nowhere.
 */
public record Webhook(String id, String channel, String name, String icon, String hash) {

  private static final int TOKEN_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A new token: 256 random bits, in base64url. */
  public static String newToken() {
    var bytes = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What is kept of a token. It is random, so nobody finds it by trying. */
  public static String hash(String token) {
    return Digest.hex(token.getBytes(UTF_8));
  }

  /** Whether the token is this webhook's, in a time that does not tell how much of it is right. */
  public boolean accepts(String token) {
    return MessageDigest.isEqual(hash(token).getBytes(US_ASCII), hash.getBytes(US_ASCII));
  }

  /** The same, revoked. */
  public Webhook revoked() {
    return new Webhook(id, channel, name, icon, "");
  }

  public boolean isRevoked() {
    return hash.isEmpty();
  }

  /** The channel has another name, because the event itself is in a channel of its own. */
  void write(JsonGenerator json) {
    json.write("id", id).write("target", channel).write("name", name);
    if (icon != null) {
      json.write("icon", icon);
    }
    if (!isRevoked()) {
      json.write("hash", hash);
    }
  }

  /** Without the hash. */
  @Override
  public String toString() {
    return "the webhook " + id;
  }
}
