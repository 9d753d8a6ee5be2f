package org.messageboard.board;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

  @Test
  void readsWhatItWrites() {
    var position = new Position("f3a9c01b7d24", 1042);
    assertThat(Position.parse(position.toString())).contains(position);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        ":1",
        "a:",
        "a",
        "1",
        "a:-1",
        "a:1 ",
        " a:1",
        "a:1:2",
        "a:1234567890123456",
        "a:1\n",
        "ä:1",
        "*:1",
        "a:0x1"
      })
  void refusesEverythingElse(String text) {
    assertThat(Position.parse(text)).isEmpty();
  }
}
