package org.messageboard.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramesTest {

  /** The examples of RFC 6455, section 5.7, and the bounds of each form of length. */
  @ParameterizedTest
  @CsvSource({
    "5,8105",
    "125,817d",
    "126,817e007e",
    "256,817e0100",
    "65535,817effff",
    "65536,817f0000000000010000"
  })
  void theLengthIsWrittenInItsShortestForm(int length, String head) {
    assertThat(HexFormat.of().formatHex(Frames.head(Frames.TEXT, length))).isEqualTo(head);
  }

  @Test
  void aFrameIsItsHeadAndItsPayload() {
    assertThat(HexFormat.of().formatHex(Frames.frame(Frames.PONG, "Hello".getBytes(UTF_8))))
        .isEqualTo("8a0548656c6c6f");
    assertThat(HexFormat.of().formatHex(Frames.close(1001))).isEqualTo("880203e9");
  }
}
