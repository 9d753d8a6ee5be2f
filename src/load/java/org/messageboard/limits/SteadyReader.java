package org.messageboard.limits;

import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.messageboard.it.Board;
import org.messageboard.it.EventSource;
import org.messageboard.it.SseEvent;

/**
 * Stays subscribed and compares every message with the next one that its poster must have posted.
 * So a lost, doubled, swapped or changed message is seen, and nothing has to be remembered of those
 * that were right.
 */
final class SteadyReader implements EventSource.Listener, AutoCloseable {

  private static final Pattern MESSAGE =
      Pattern.compile("\"author\":\"([^\"]+)\",\"content\":\"(\\d+)\",");

  private final Map<String, Long> next = new HashMap<>();
  private final AtomicLong received = new AtomicLong();
  private final AtomicInteger connects = new AtomicInteger();
  private final EventSource source;
  private volatile String finding;

  SteadyReader(HttpClient http, Board board) {
    source = new EventSource(http, board::streamUri, "", this);
  }

  void start() {
    source.start();
  }

  /** Whether it knows a position, so that it misses nothing from now on. */
  boolean hasJoined() {
    return !source.lastEventId().isEmpty();
  }

  /** Messages that came, each the one that was due. */
  long received() {
    return received.get();
  }

  int connects() {
    return connects.get();
  }

  /** The first thing that was wrong, or null. */
  String finding() {
    return finding;
  }

  @Override
  public void opened() {
    connects.incrementAndGet();
  }

  @Override
  public boolean refused(String answer) {
    find("refused: " + answer);
    return false;
  }

  @Override
  public void event(SseEvent event) {
    var message = MESSAGE.matcher(event.data());
    if (!event.type().equals("message") || !message.find()) {
      find("unexpected: " + event);
      return;
    }
    long due = next.merge(message.group(1), 1L, Long::sum) - 1;
    if (Long.parseLong(message.group(2)) == due) {
      received.incrementAndGet();
    } else {
      find("%s was due of %s, but came: %s".formatted(due, message.group(1), event.data()));
    }
  }

  private void find(String what) {
    if (finding == null) {
      finding = what;
    }
  }

  @Override
  public void close() {
    source.close();
  }
}
