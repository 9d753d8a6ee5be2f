package org.messageboard.messages;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonConfig;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonConfig.KeyStrategy;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;

/** Reads JSON as RFC 8259 has it: valid UTF-8, one object, no member twice. */
final class StrictJson {

  /** Why a text was not read, as a sentence. */
  static final class NotJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    NotJsonException(String sentence, Throwable cause) {
      super(sentence, cause);
    }
  }

  private static final JsonReaderFactory READERS =
      Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, KeyStrategy.NONE));

  private StrictJson() {}

  /**
   * Reads one object.
   *
   * @throws NotJsonException when the bytes are something else; its message is a sentence
   */
  static JsonObject object(byte[] bytes) throws NotJsonException {
    var text = utf8(bytes);
    try (JsonReader reader = READERS.createReader(new StringReader(text))) {
      if (reader.readValue() instanceof JsonObject object) {
        return object;
      }
    } catch (JsonException | IllegalStateException e) {
      throw new NotJsonException("The body must be one valid JSON object.", e);
    }
    throw new NotJsonException("The body must be a JSON object, in braces.", null);
  }

  /** The text of a member; null when it is absent or null, {@code otherwise} when not a text. */
  static String text(JsonObject object, String name, Supplier<String> otherwise) {
    var value = object.getOrDefault(name, JsonValue.NULL);
    if (value == JsonValue.NULL) {
      return null;
    }
    return value instanceof JsonString string ? string.getString() : otherwise.get();
  }

  private static String utf8(byte[] bytes) throws NotJsonException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new NotJsonException("The body must be valid UTF-8.", e);
    }
  }
}
