package org.messageboard.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseParserTest {

  private final List<SseEvent> events = new ArrayList<>();
  private final List<Long> retries = new ArrayList<>();
  private final SseParser parser = new SseParser("", events::add, retries::add);

  @Test
  void everyLineEndingEndsALine() {
    parser.accept("data: a\r\ndata: b\rdata: c\n\r\n");
    assertThat(events).containsExactly(new SseEvent("message", "a\nb\nc", ""));
  }

  @Test
  void theSizeOfThePiecesDoesNotMatter() {
    "\uFEFFevent: x\r\nid: 7\r\ndata:  two\r\n\r\n"
        .chars()
        .forEach(c -> parser.accept("" + (char) c));
    assertThat(events).containsExactly(new SseEvent("x", " two", "7"));
  }

  @Test
  void anIdStaysUntilTheNextAndTheTypeDoesNot() {
    parser.accept("id: 1\nevent: x\ndata\n\ndata: b\n\nid\ndata: c\n\n");
    assertThat(events)
        .containsExactly(
            new SseEvent("x", "", "1"),
            new SseEvent("message", "b", "1"),
            new SseEvent("message", "c", ""));
  }

  @Test
  void aBlockWithoutDataOnlySetsTheId() {
    parser.accept("event: x\nid: 5\n\n: comment\n\n");
    assertThat(events).isEmpty();
    assertThat(parser.lastEventId()).isEqualTo("5");
  }

  @Test
  void anUnfinishedEventDoesNotCount() {
    parser.accept("id: 5\ndata: cut off\n");
    assertThat(events).isEmpty();
    assertThat(parser.lastEventId()).isEmpty();
  }

  @Test
  void badFieldsAreIgnored() {
    parser.accept("id: a\0b\nretry: 1s\nretry:2000\nfoo: bar\n data: x\n\n");
    assertThat(events).isEmpty();
    assertThat(retries).containsExactly(2000L);
    assertThat(parser.lastEventId()).isEmpty();
  }
}
