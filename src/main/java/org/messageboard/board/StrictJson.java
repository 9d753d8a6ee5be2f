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
 * Parses JSON strictly by RFC 8259: valid UTF-8, a single object, no repeated members. A leading
 * byte order mark is ignored, as section 8.1 allows.
 */
public final class StrictJson {

  /** Says in a sentence why a text was rejected. */
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
   * Parses the members of a single object.
   *
   * @throws NotJsonException if the bytes are anything else
   */
  public static Map<String, JsonValue> object(byte[] bytes) throws NotJsonException {
    try (JsonParser parser = PARSERS.createParser(new StringReader(utf8(bytes)))) {
      if (parser.next() == Event.START_OBJECT) {
        var members = members(parser);
        // Fails if anything follows the object
        parser.hasNext();
        return members;
      }
    } catch (RuntimeException e) {
      // Not only JsonException: nesting that is too deep throws a plain RuntimeException
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

  /** A member's string; null if it is absent or null, {@code otherwise} if it is not a string. */
  public static String text(
      Map<String, JsonValue> object, String name, Supplier<String> otherwise) {
    var value = object.getOrDefault(name, JsonValue.NULL);
    if (value == JsonValue.NULL) {
      return null;
    }
    return value instanceof JsonString string ? string.getString() : otherwise.get();
  }

  private static String utf8(byte[] bytes) throws NotJsonException {
    if (isUtf16Or32(bytes)) {
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
   * Whether the bytes begin like UTF-16 or UTF-32: with their byte order mark, or with a zero byte
   * in the first character, which is ASCII.
   */
  private static boolean isUtf16Or32(byte[] bytes) {
    if (bytes.length < 2) {
      return false;
    }
    int first = (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
    return first == 0xFEFF || first == 0xFFFE || bytes[0] == 0 || bytes[1] == 0;
  }
}
