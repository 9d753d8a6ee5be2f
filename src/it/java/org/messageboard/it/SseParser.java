package org.messageboard.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Interprets an event stream exactly as the WHATWG HTML standard, section 9.2.6, says.
 *
 * <p>Takes bytes in pieces of any size. One parser serves one connection; an event that the end of
 * the connection cuts off is lost, as the standard demands. Not thread-safe.
 */
public final class SseParser {

  /** Takes what the stream says. */
  public interface Listener {

    void event(SseEvent event);

    /** The id to resume after; comes before the event that carries it, and also without one. */
    default void position(String id) {}

    /** How long to wait before coming back. */
    default void retry(long millis) {}
  }

  private final Listener listener;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
  private final StringBuilder data = new StringBuilder();
  private String type = "";
  private String id;
  private boolean hasId;
  private boolean atStart = true;
  private boolean afterCarriageReturn;

  /**
   * @param lastEventId what the connections before this one left, empty at first
   */
  public SseParser(String lastEventId, Listener listener) {
    this.id = lastEventId;
    this.listener = listener;
  }

  /** Takes all of the bytes. */
  public void accept(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      accept(bytes.get());
    }
  }

  private void accept(byte next) {
    boolean endsCrLf = afterCarriageReturn && next == '\n';
    afterCarriageReturn = next == '\r';
    if (endsCrLf) {
      return;
    }
    if (next == '\r' || next == '\n') {
      interpret(line.toString(UTF_8));
      line.reset();
    } else {
      line.write(next);
    }
  }

  private void interpret(String text) {
    var rest = atStart && text.startsWith("\uFEFF") ? text.substring(1) : text;
    atStart = false;
    int colon = rest.indexOf(':');
    if (rest.isEmpty()) {
      dispatch();
    } else if (colon < 0) {
      interpretField(rest, "");
    } else if (colon > 0) {
      int value = rest.startsWith(" ", colon + 1) ? colon + 2 : colon + 1;
      interpretField(rest.substring(0, colon), rest.substring(value));
    }
  }

  private void interpretField(String name, String value) {
    switch (name) {
      case "event" -> type = value;
      case "data" -> data.append(value).append('\n');
      case "id" -> setId(value);
      case "retry" -> setReconnectionTime(value);
      default -> {} // the standard: the field is ignored
    }
  }

  private void setId(String value) {
    if (value.indexOf('\0') < 0) {
      id = value;
      hasId = true;
    }
  }

  private void setReconnectionTime(String value) {
    if (value.matches("[0-9]{1,15}")) {
      listener.retry(Long.parseLong(value));
    }
  }

  /** A blank line makes an id count, also where there is no event. */
  private void dispatch() {
    if (hasId) {
      listener.position(id);
    }
    if (!data.isEmpty()) {
      data.setLength(data.length() - 1);
      listener.event(new SseEvent(type.isEmpty() ? "message" : type, data.toString(), id));
    }
    data.setLength(0);
    type = "";
    hasId = false;
  }
}
