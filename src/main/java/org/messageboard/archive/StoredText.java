package org.messageboard.archive;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.io.StringReader;

/** Texts as PostgreSQL takes them. */
final class StoredText {

  private StoredText() {}

  /** The text, or null; U+0000, which PostgreSQL does not take, becomes U+FFFD. */
  static String of(String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }

  /** JSON that was stored as a text. */
  static JsonValue json(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readValue();
    }
  }
}
