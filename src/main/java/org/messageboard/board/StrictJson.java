package org.messageboard.board;

import jakarta.json.Json;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads JSON as RFC 8259 has it: valid UTF-8, one object, no member twice. A byte order mark before
 * it is ignored, which section 8.1 allows.
 */
public final class StrictJson {

  /** Why a text was not read, as a sentence. */
  public static final class NotJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    public NotJsonException(String sentence, Throwable cause) {
      super(sentence, cause);
    }
  }

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

  private StrictJson() {}

  /**
   * Reads the members of one object.
   *
   * @throws NotJsonException when the bytes are something else; its message is a sentence
   */
  public static Map<String, JsonValue> object(byte[] bytes) throws NotJsonException {
    try (JsonParser parser = PARSERS.createParser(new StringReader(utf8(bytes)))) {
      if (parser.next() == Event.START_OBJECT) {
        var members = members(parser);
        // At the end the parser looks whether anything follows, and fails when it does.
        parser.hasNext();
        return members;
      }
    } catch (RuntimeException e) {
      // Not only JsonException: nesting that is too deep, for one, is a plain RuntimeException.
      throw new NotJsonException("The body must be one valid JSON object.", e);
    }
    throw new NotJsonException("The body must be a JSON object, in braces.", null);
  }

  private static Map<String, JsonValue> members(JsonParser parser) throws NotJsonException {
    var members = new LinkedHashMap<String, JsonValue>();
    while (parser.next() == Event.KEY_NAME) {
      var name = parser.getString();
      parser.next();
      if (members.put(name, parser.getValue()) != null) {
        throw new NotJsonException(
            "The body must be a JSON object without a repeated member.", null);
      }
    }
    return members;
  }

  /** The text of a member; null when it is absent or null, {@code otherwise} when not a text. */
  public static String text(
      Map<String, JsonValue> object, String name, Supplier<String> otherwise) {
    var value = object.getOrDefault(name, JsonValue.NULL);
    if (value == JsonValue.NULL) {
      return null;
    }
    return value instanceof JsonString string ? string.getString() : otherwise.get();
  }

  private static String utf8(byte[] bytes) throws NotJsonException {
    if (isWider(bytes)) {
      throw new NotJsonException("The body must be UTF-8, not UTF-16 or UTF-32.", null);
    }
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new NotJsonException("The body must be valid UTF-8.", e);
    }
  }

  /**
   * Whether it begins as UTF-16 or UTF-32 does: with their byte order mark, or with a zero among
   * the bytes of the first character, which is ASCII.
   */
  private static boolean isWider(byte[] bytes) {
    if (bytes.length < 2) {
      return false;
    }
    int first = (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
    return first == 0xFEFF || first == 0xFFFE || bytes[0] == 0 || bytes[1] == 0;
  }
}
