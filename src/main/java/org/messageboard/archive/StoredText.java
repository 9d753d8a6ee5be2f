package org.messageboard.archive;

/** Texts as PostgreSQL takes them. */
final class StoredText {

  private StoredText() {}

  /** The text, or null; U+0000, which PostgreSQL does not take, becomes U+FFFD. */
  static String of(String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }
}
