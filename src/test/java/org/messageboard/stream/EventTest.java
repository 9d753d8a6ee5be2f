package org.messageboard.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.messages.Position;

class EventTest {

  private static final String JSON =
      "{\"position\":\"a1:7\",\"id\":\"0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10\","
          + "\"channel\":\"news\",\"author\":\"\u00c4da\",\"content\":\"\u2028\"}";

  @Test
  void theFrameIsOneEventWithThePositionAsItsId() {
    var event = Event.read(JSON.getBytes(UTF_8)).orElseThrow();
    assertThat(event.position()).isEqualTo(new Position("a1", 7));
    assertThat(event.channel()).isEqualTo("news");
    assertThat(new String(event.frame(), UTF_8)).isEqualTo("id: a1:7\ndata: " + JSON + "\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "{}",
        "{\"position\":\"a1\",\"id\":\"0\",\"channel\":\"c\",",
        "{\"id\":\"0\",\"position\":\"a:1\",\"channel\":\"c\","
      })
  void whatSomebodyElsePublishedIsNoEvent(String published) {
    assertThat(Event.read(published.getBytes(UTF_8))).isEmpty();
  }
}
