package org.messageboard.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseParserTest implements SseParser.Listener {

  private final List<SseEvent> events = new ArrayList<>();
  private final List<String> positions = new ArrayList<>();
  private final List<Long> retries = new ArrayList<>();
  private final SseParser parser = new SseParser("", this);

  @Override
  public void event(SseEvent event) {
    events.add(event);
  }

  @Override
  public void position(String id) {
    positions.add(id);
  }

  @Override
  public void retry(long millis) {
    retries.add(millis);
  }

  private void read(String text) {
    parser.accept(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  @Test
  void everyLineEndingEndsALine() {
    read("data: a\r\ndata: b\rdata: c\n\r\n");
    assertThat(events).containsExactly(new SseEvent("message", "a\nb\nc", ""));
  }

  @Test
  void theSizeOfThePiecesDoesNotMatter() {
    for (byte each : "\uFEFFevent: x\r\nid: 7\r\ndata:  zwölf\r\n\r\n".getBytes(UTF_8)) {
      parser.accept(ByteBuffer.wrap(new byte[] {each}));
    }
    assertThat(events).containsExactly(new SseEvent("x", " zwölf", "7"));
  }

  @Test
  void anIdStaysUntilTheNextAndTheTypeDoesNot() {
    read("id: 1\nevent: x\ndata\n\ndata: b\n\nid\ndata: c\n\n");
    assertThat(events)
        .containsExactly(
            new SseEvent("x", "", "1"),
            new SseEvent("message", "b", "1"),
            new SseEvent("message", "c", ""));
    assertThat(positions).containsExactly("1", "");
  }

  @Test
  void aBlockWithoutDataOnlySetsTheId() {
    read("event: x\nid: 5\n\n: comment\n\n");
    assertThat(events).isEmpty();
    assertThat(positions).containsExactly("5");
  }

  @Test
  void anUnfinishedEventDoesNotCount() {
    read("id: 5\ndata: cut off\n");
    assertThat(events).isEmpty();
    assertThat(positions).isEmpty();
  }

  @Test
  void badFieldsAreIgnored() {
    read("id: a\0b\nretry: 1s\nretry:2000\nfoo: bar\n data: x\n\n");
    assertThat(events).isEmpty();
    assertThat(retries).containsExactly(2000L);
    assertThat(positions).isEmpty();
  }
}
