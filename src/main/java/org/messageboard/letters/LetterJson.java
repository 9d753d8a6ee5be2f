package org.messageboard.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Optional;
import org.messageboard.log.Letter;

/** A dead letter as JSON. */
final class LetterJson {

  /** Maximum number of letters in an answer. */
  static final int MOST = 100;

  private LetterJson() {}

  static JsonObject of(Letter letter) {
    var json =
        Json.createObjectBuilder()
            .add("id", letter.id())
            .add("reason", letter.reason())
            .add("record", letter.record())
            .add("timestamp", Instant.ofEpochMilli(letter.timestamp()).toString());
    if (letter.channel() != null) {
      json.add("channel", letter.channel());
    }
    text(letter.value()).ifPresent(value -> json.add("value", value));
    return json.build();
  }

  /** The value, if it is text. */
  private static Optional<String> text(byte[] value) {
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
