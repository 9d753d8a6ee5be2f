package org.messageboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.launchdarkly.eventsource.ConnectStrategy;
import com.launchdarkly.eventsource.ErrorStrategy;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.MessageEvent;
import com.launchdarkly.eventsource.StreamException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.messageboard.it.Board;

/** An independent client of server-sent events, LaunchDarkly's okhttp-eventsource. */
@Timeout(60)
class EventSourceLibraryIT {

  @RegisterExtension static final SharedBoard http = new SharedBoard();

  /** It calls every stream that is closed before its end a leak. Kept here: loggers are weak. */
  private static final Logger HTTP_CLIENT = Logger.getLogger("okhttp3.OkHttpClient");

  private static final List<String> CONTENTS =
      List.of(
          "first line\nsecond line\n\nfourth line",
          "carriage\rreturn and\r\nboth",
          "👩‍👩‍👧‍👦 🇩🇪 \uD835\uDD4F",
          "line\u2028separator and paragraph\u2029separator",
          "data: looks like\n\nevent: a stream\nid: 7\n: comment",
          "\uFEFFbyte order mark, tab\t, שלום");

  @BeforeAll
  static void expectClosedStreams() {
    HTTP_CLIENT.setLevel(Level.SEVERE);
  }

  @Test
  void everyCharacterArrives() throws StreamException {
    try (var source = source("library-exact", null)) {
      source.start();
      http.post("library-exact", "Ada", CONTENTS.toArray(String[]::new));
      assertThat(contents(read(source, CONTENTS.size()))).containsExactlyElementsOf(CONTENTS);
    }
  }

  @Test
  void anInterruptedStreamGoesOnWhereItWas() throws StreamException {
    try (var source = source("library-interrupted", null)) {
      source.start();
      http.post("library-interrupted", "Ada", "before");
      assertThat(contents(read(source, 1))).containsExactly("before");
      source.interrupt();
      http.post("library-interrupted", "Ada", "missed 1", "missed 2");
      assertThat(contents(read(source, 2))).containsExactly("missed 1", "missed 2");
      http.post("library-interrupted", "Ada", "after");
      assertThat(contents(read(source, 1))).containsExactly("after");
    }
  }

  @Test
  void aNewClientResumesAfterTheIdItKept() throws StreamException {
    String kept;
    try (var source = source("library-kept", null)) {
      source.start();
      http.post("library-kept", "Ada", "before");
      var event = read(source, 1).get(0);
      kept = event.getLastEventId();
      assertThat(kept).isEqualTo(Board.json(event.getData()).getString("position"));
    }
    http.post("library-kept", "Ada", "missed 1", "missed 2");
    try (var source = source("library-kept", kept)) {
      assertThat(contents(read(source, 2))).containsExactly("missed 1", "missed 2");
    }
  }

  private static EventSource source(String channel, String lastEventId) {
    var uri = http.board().uri().resolve("api/messages/stream?channel=" + channel);
    return new EventSource.Builder(ConnectStrategy.http(uri))
        .errorStrategy(ErrorStrategy.alwaysContinue())
        .lastEventId(lastEventId)
        .build();
  }

  private static List<MessageEvent> read(EventSource source, int count) throws StreamException {
    var events = new ArrayList<MessageEvent>();
    while (events.size() < count) {
      events.add(source.readMessage());
    }
    return events;
  }

  private static List<String> contents(List<MessageEvent> events) {
    return events.stream().map(event -> Board.json(event.getData()).getString("content")).toList();
  }
}
