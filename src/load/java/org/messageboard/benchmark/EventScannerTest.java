package org.messageboard.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.client.ResponseReader;

/** Events are counted wherever the bytes of a stream are split, and wherever chunks begin. */
class EventScannerTest {

  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final Tally tally = new Tally();
  private final EventScanner events = new EventScanner(tally, true, true);

  @Test
  void aStreamSplitAtAnyByteIsTheSame() throws IOException {
    var stream = HEAD + chunks(body(1, 2, 3), 1000);
    for (int split = 0; split <= stream.length(); split++) {
      var scanner = new EventScanner(new Tally(), true, false);
      read(scanner, stream.substring(0, split), stream.substring(split));
      assertWhole(scanner, 3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 9, 31, 100})
  void aChunkMayBeginAnywhere(int size) throws IOException {
    read(events, HEAD + chunks(body(1, 2, 3), size));
    assertWhole(events, 3);
  }

  @Test
  void bytesMayComeOneByOneInChunksOfOne() throws IOException {
    var stream = HEAD + chunks(body(1, 2), 1);
    read(events, stream.split(""));
    assertWhole(events, 2);
  }

  @Test
  void theTimeInAnEventIsRead() throws IOException {
    tally.open();
    long due = Clock.now();
    read(events, HEAD + chunks("id: e:0\n\n" + event(1, due), 33));
    assertThat(tally.latencies().getTotalCount()).isOne();
    assertThat(tally.latencies().getMaxValue()).isLessThan(60_000_000_000L);
  }

  @Test
  void whatWasDueOutsideOfTheWindowDoesNotCountAsLatency() throws IOException {
    long due = Clock.now();
    tally.open();
    read(events, HEAD + chunks("id: e:0\n\n" + event(1, due), 1000));
    assertThat(tally.latencies().getTotalCount()).isZero();
    assertThat(tally.events()).isOne();
  }

  @Test
  void anEventLeftOutIsMissing() throws IOException {
    read(events, HEAD + chunks(body(1, 2, 5), 1000));
    assertThat(events.events()).isEqualTo(3);
    assertThat(events.missing()).isEqualTo(2);
  }

  @Test
  void whereOtherChannelsHaveNumbersNoneIsMissing() throws IOException {
    var scanner = new EventScanner(tally, false, false);
    read(scanner, HEAD + chunks(body(1, 2, 5), 1000));
    assertThat(scanner.missing()).isZero();
  }

  @Test
  void anEventThatComesAgainIsDoubled() throws IOException {
    read(events, HEAD + chunks(body(1, 2, 2, 1), 1000));
    assertThat(events.events()).isEqualTo(2);
    assertThat(events.doubled()).isEqualTo(2);
    assertThat(events.last()).isEqualTo(2);
  }

  @Test
  void aResetIsNotAnEvent() throws IOException {
    read(events, HEAD + chunks(body(1) + "event: reset\nid: f:9\ndata: {}\n\n", 1000));
    assertThat(events.events()).isOne();
    assertThat(events.resets()).isOne();
    assertThat(events.lastEventId()).isEqualTo("f:9");
  }

  @Test
  void aHeartbeatTellsThePosition() throws IOException {
    read(events, HEAD + chunks(body(1) + ":\nid: e:7\n\n:\n\n", 1000));
    assertThat(events.events()).isOne();
    assertThat(events.missing()).isZero();
    assertThat(events.lastEventId()).isEqualTo("e:7");
  }

  @Test
  void afterReconnectingHalfAnEventIsForgotten() throws IOException {
    read(events, HEAD + chunks(body(1) + event(2, 0).substring(0, 40), 1000));
    events.reconnected();
    read(events, HEAD + chunks("retry: 1\n\n" + event(2, 0), 1000));
    assertWhole(events, 2);
  }

  @Test
  void whatIsNotAChunkIsRefused() {
    assertThatThrownBy(() -> read(events, HEAD + "xyz"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chunk");
  }

  @Test
  void theEndOfTheStreamIsSeen() throws IOException {
    assertThat(read(events, HEAD + chunks(body(1), 9)).isComplete()).isFalse();
    assertThat(read(events, HEAD + chunks(body(1), 9) + "0\r\n\r\n").isComplete()).isTrue();
  }

  @Test
  void aLineFeedIsFoundAtEveryPlace() {
    for (int length = 0; length < 40; length++) {
      for (int at = 0; at < length; at++) {
        var text =
            new StringBuilder("\u000b\t\u00e9x".repeat(10)).substring(0, length).toCharArray();
        text[at] = '\n';
        var bytes = buffer(new String(text));
        int end = new String(text).getBytes(UTF_8).length;
        int expected = new String(text, 0, at).getBytes(UTF_8).length;
        assertThat(Bytes.newline(bytes, 0, end)).isEqualTo(expected);
        assertThat(Bytes.newline(bytes, expected + 1, end)).isEqualTo(-1);
      }
    }
  }

  private static void assertWhole(EventScanner scanner, int count) {
    assertThat(scanner.events()).isEqualTo(count);
    assertThat(scanner.missing()).isZero();
    assertThat(scanner.doubled()).isZero();
    assertThat(scanner.lastEventId()).isEqualTo("e:" + count);
  }

  private static ResponseReader read(EventScanner scanner, String... pieces) throws IOException {
    var response = new ResponseReader(false, scanner::scan);
    for (var piece : pieces) {
      response.read(buffer(piece).flip());
    }
    return response;
  }

  private static ByteBuffer buffer(String text) {
    var bytes = text.getBytes(UTF_8);
    return Bytes.buffer(bytes.length).put(bytes);
  }

  private static String body(int... numbers) {
    var text = new StringBuilder("retry: 1000\n\nid: e:0\n\n");
    IntStream.of(numbers).forEach(number -> text.append(event(number, 0)));
    return text.toString();
  }

  private static String event(int number, long due) {
    return "id: e:%d\ndata: {\"position\":\"e:%d\",\"content\":\"@%016d lorem ipsum\"}\n\n"
        .formatted(number, number, due);
  }

  private static String chunks(String body, int size) {
    var text = new StringBuilder();
    for (int from = 0; from < body.length(); from += size) {
      var chunk = body.substring(from, Math.min(body.length(), from + size));
      text.append(Integer.toHexString(chunk.length())).append("\r\n").append(chunk).append("\r\n");
    }
    return text.toString();
  }
}
