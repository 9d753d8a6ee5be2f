package org.messageboard.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.board.Position;

class SseFramingTest {

  private static final String JSON =
      "{\"position\":\"a1:7\",\"id\":\"0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10\","
          + "\"channel\":\"news\",\"author\":\"\u00c4da\",\"content\":\"\u2028\"}";

  @Test
  void theFrameIsOneEventWithThePositionAsItsId() {
    var event = new SseFraming().event(JSON.getBytes(UTF_8)).orElseThrow();
    assertThat(event.position()).isEqualTo(new Position("a1", 7));
    assertThat(event.channel()).isEqualTo("news");
    assertThat(new String(event.frame(), UTF_8)).isEqualTo("id: a1:7\ndata: " + JSON + "\n\n");
  }

  @Test
  void anEventOfAnotherTypeIsNamedByIt() {
    var json = "{\"position\":\"a1:8\",\"type\":\"praised\",\"channel\":\"news\",\"id\":\"7\"}";
    var event = new SseFraming().event(json.getBytes(UTF_8)).orElseThrow();
    assertThat(event.position()).isEqualTo(new Position("a1", 8));
    assertThat(event.channel()).isEqualTo("news");
    assertThat(new String(event.frame(), UTF_8))
        .isEqualTo("event: praised\nid: a1:8\ndata: " + json + "\n\n");
  }

  /** An unknown event cannot take others away. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "edited,`\"replaces\":[5],`,5",
        "deleted,`\"replaces\":[5,77],`,5 77",
        "deleted,``,",
        "praised,`\"replaces\":[5],`,"
      })
  void anEventNamesThoseThatItReplaces(String type, String replaces, String numbers) {
    var json =
        "{\"position\":\"a1:88\",\"type\":\"%s\",\"channel\":\"news\",%s\"message\":%s}"
            .formatted(type, replaces, JSON);
    var event = new SseFraming().event(json.getBytes(UTF_8)).orElseThrow();
    assertThat(event.replaces())
        .isEqualTo(
            numbers == null
                ? List.of()
                : Stream.of(numbers.split(" ")).map(Long::valueOf).toList());
    assertThat(new String(event.frame(), event.authorAt(), 10, UTF_8)).isEqualTo(",\"author\":");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T10:00:00Z,1795428000000",
    "2026-11-23T10:00:00.5Z,1795428000500",
    "2026-11-23T10:00:00.123456789Z,1795428000123",
    "yesterday,0",
    "+1000000000-12-31T23:59:59Z,0",
    "'',0"
  })
  void itIsKnownWhenItWasPosted(String timestamp, long millis) {
    var json = JSON.substring(0, JSON.length() - 1) + ",\"timestamp\":\"" + timestamp + "\"}";
    assertThat(new SseFraming().event(json.getBytes(UTF_8)).orElseThrow().posted())
        .isEqualTo(millis);
  }

  @Test
  void aTextThatLooksLikeATimestampIsNone() {
    var json = JSON.replace("\u2028", "\\\"timestamp\\\":\\\"2026-11-23T10:00:00Z\\\"}");
    assertThat(new SseFraming().event(json.getBytes(UTF_8)).orElseThrow().posted()).isZero();
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
    assertThat(new SseFraming().event(published.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void aNoticeHasANameAndNoPosition() {
    assertThat(new String(new SseFraming().notice("session", "{\"ended\":true}"), UTF_8))
        .isEqualTo("event: session\ndata: {\"ended\":true}\n\n");
  }
}
