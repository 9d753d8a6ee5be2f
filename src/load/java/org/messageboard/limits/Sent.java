package org.messageboard.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/**
 * What of a message must arrive as it was sent.
 *
 * @param channel null for a reply that does not name one: it is where the thread is
 */
record Sent(String author, String content, String channel) {

  /**
   * Whether it was stored as it was sent.
   *
   * @param signedIn whether whoever sent it has signed in, and so posts under their own name
   */
  boolean isStoredAs(Sent stored, boolean signedIn) {
    return content.equals(stored.content)
        && (channel == null || channel.equals(stored.channel))
        && (signedIn || author.equals(stored.author));
  }

  static Sent of(JsonObject message) {
    return new Sent(
        message.getString("author"), message.getString("content"), message.getString("channel"));
  }

  /** What a body says; nothing when it is not an object with these texts. */
  static Optional<Sent> read(byte[] body) {
    try {
      var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      // RFC 8259, section 8.1
      text = text.startsWith("\ufeff") ? text.substring(1) : text;
      try (var reader = Json.createReader(new StringReader(text))) {
        var json = reader.readObject();
        return json.get("content") instanceof JsonString content
            ? Optional.of(
                new Sent(json.getString("author", ""), content.getString(), channel(json)))
            : Optional.empty();
      }
    } catch (CharacterCodingException | JsonException e) {
      return Optional.empty();
    }
  }

  private static String channel(JsonObject json) {
    return json.getOrDefault("channel", JsonValue.NULL) instanceof JsonString channel
        ? channel.getString()
        : json.containsKey("replyTo") ? null : "general";
  }
}
