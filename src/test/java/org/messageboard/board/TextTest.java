package org.messageboard.board;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x180B, 0x180E, 0x180F, 0x200B, 0x200D,
        0x202E, 0x2060, 0x2064, 0x2800, 0x3000, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0,
        0x1BCA0, 0x1D173, 0xE0001, 0xE0041, 0xE0100, 0xE0FFF
      })
  void invisibleCharactersAreBlank(int character) {
    var text = Character.toString(character);
    assertThat(Text.isInvisible(text)).isTrue();
    assertThat(Text.isInvisible(" " + text + text + "\u200b")).isTrue();
    assertThat(Text.isInvisible(text + "x")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", ".", "\u0301", "\u2801", "\u1112\u1161", "\ud83d\ude00", "\u2764\ufe0f"})
  void visibleCharactersAreNotBlank(String text) {
    assertThat(Text.isInvisible(text)).isFalse();
  }
}
