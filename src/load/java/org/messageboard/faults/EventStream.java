package org.messageboard.faults;

import java.io.BufferedReader;
import java.io.IOException;

/**
 * Reads one connection's server-sent events (WHATWG HTML standard, section 9.2.6). An event that
 * the end of the connection cuts off is dropped.
 */
final class EventStream {

  /** Takes what the stream says. */
  interface Listener {

    void event(String type, String data);

    /** The id to resume after; told before the event that carries it. */
    void position(String id);

    void retry(long millis);
  }

  private final Listener listener;
  private String type = "";
  private String data;
  private String id;

  EventStream(Listener listener) {
    this.listener = listener;
  }

  /** Returns at the end of the stream. */
  void read(BufferedReader lines) throws IOException {
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      int colon = line.indexOf(':');
      if (line.isEmpty()) {
        dispatch();
      } else if (colon > 0) {
        field(line.substring(0, colon), line.substring(colon + 1).replaceFirst("^ ", ""));
      }
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
      listener.event(type.isEmpty() ? "message" : type, data);
    }
    type = "";
    data = null;
  }
}
