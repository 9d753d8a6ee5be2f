package org.messageboard.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.messageboard.it.Board;
import org.messageboard.it.SseEvent;
import org.messageboard.it.SseParser;

/** What came over one stream, by id. Any thread may ask. */
final class Arrivals implements SseParser.Listener {

  private final ConcurrentMap<String, Sent> messages = new ConcurrentHashMap<>();
  private final AtomicInteger doubled = new AtomicInteger();
  private volatile String position = "";

  boolean hasJoined() {
    return !position.isEmpty();
  }

  Map<String, Sent> messages() {
    return messages;
  }

  /** Messages that came again. */
  int doubled() {
    return doubled.get();
  }

  @Override
  public void position(String id) {
    position = id;
  }

  @Override
  public void event(SseEvent event) {
    if (!event.type().equals("message")) {
      return;
    }
    var message = Board.json(event.data());
    if (messages.put(message.getString("id"), Sent.of(message)) != null) {
      doubled.incrementAndGet();
    }
  }
}
