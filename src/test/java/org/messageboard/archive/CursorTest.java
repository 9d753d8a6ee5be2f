package org.messageboard.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "archive:123",
        "archive:999999999999999~1.0.17~1.2.5",
        "archive:0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10",
        "archive:a1b2:17",
      })
  void cursorsComeBackAsTheyWent(String text) {
    assertThat(Cursor.isMeant(text)).isTrue();
    assertThat(Cursor.parse(text)).map(Object::toString).hasValue(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "archive:",
        "archive:-1",
        "archive:1234567890123456",
        "archive:1~",
        "archive:1~1.2",
        "archive:1~1.2.1234567890123456789",
        "archive:0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a1x",
        "archive:a b:17",
      })
  void othersAreNone(String text) {
    assertThat(Cursor.parse(text)).isEmpty();
  }
}
