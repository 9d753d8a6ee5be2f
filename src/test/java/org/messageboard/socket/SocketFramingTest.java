package org.messageboard.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.messageboard.board.Position;
import org.messageboard.live.Output;
import org.messageboard.live.StreamMetrics;
import org.messageboard.metrics.Metrics;
import org.messageboard.sse.SseFraming;

class SocketFramingTest {

  private final SocketFraming framing = new SocketFraming();

  @Test
  void anEventIsItsJsonWhateverFrameItsBytesAreIn() throws IOException {
    for (var json :
        new String[] {
          "{\"position\":\"e:1\",\"id\":\"a\",\"channel\":\"general\",\"author\":\"Ä\"}",
          "{\"position\":\"e:2\",\"type\":\"deleted\",\"channel\":\"general\",\"x\":\""
              + "y".repeat(200)
              + "\"}"
        }) {
      var sent = new ByteArrayOutputStream();
      var output = new Output(sent, () -> {}, framing, new StreamMetrics(new Metrics()));
      output.put(new SseFraming().event(json.getBytes(UTF_8)).orElseThrow(), true);
      output.flush();
      assertThat(sent.toByteArray()).isEqualTo(Frames.frame(Frames.TEXT, json.getBytes(UTF_8)));
    }
  }

  @Test
  void everythingElseHasATypeAndNoId() {
    assertThat(text(framing.position(new Position("e", 7))))
        .isEqualTo("{\"type\":\"position\",\"position\":\"e:7\"}");
    assertThat(text(framing.reset(new Position("e", 7))))
        .isEqualTo(
            "{\"type\":\"reset\",\"position\":\"e:7\",\"reason\":\"The position is unknown or too old.\"}");
    assertThat(text(framing.notice("session", "{\"ended\":true}")))
        .isEqualTo("{\"type\":\"session\",\"ended\":true}");
    assertThat(framing.heartbeat()).isEqualTo(Frames.frame(Frames.PING, new byte[0]));
  }

  /** The text of a frame that has one. */
  private static String text(byte[] frame) {
    int head = frame[1] == Frames.TWO_BYTES ? 4 : 2;
    assertThat(frame[0]).isEqualTo((byte) 0x81);
    return new String(frame, head, frame.length - head, UTF_8);
  }
}
