package org.messageboard.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Reads server-sent events (WHATWG HTML standard, section 9.2.6) in whatever pieces they come. Not
 * thread-safe.
 */
final class EventReader implements Consumer<ByteBuffer> {

  /** Takes what the stream says. */
  interface Listener {

    /**
     * @param type empty for a message
     */
    void event(String type, String data);

    /** The id to resume after; told before the event that carries it. */
    default void position(String id) {}

    /** How long to wait before coming back. */
    default void retry(long millis) {}
  }

  private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
  private final Listener listener;
  private String type = "";
  private String data;
  private String id;

  EventReader(Listener listener) {
    this.listener = listener;
  }

  @Override
  public void accept(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (next == '\n') {
        take(line.toString(UTF_8));
        line.reset();
      } else {
        line.write(next);
      }
    }
  }

  private void take(String text) {
    int colon = text.indexOf(':');
    if (text.isEmpty()) {
      dispatch();
    } else if (colon > 0) {
      int value = text.startsWith(" ", colon + 1) ? colon + 2 : colon + 1;
      field(text.substring(0, colon), text.substring(value));
    }
  }

  private void field(String name, String value) {
    switch (name) {
      case "event" -> type = value;
      case "data" -> data = data == null ? value : data + "\n" + value;
      case "id" -> id = value;
      case "retry" -> listener.retry(Long.parseLong(value));
      default -> {} // the standard: the field is ignored
    }
  }

  private void dispatch() {
    if (id != null) {
      listener.position(id);
    }
    if (data != null) {
      listener.event(type, data);
    }
    type = "";
    data = null;
    id = null;
  }
}
