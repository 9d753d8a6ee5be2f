package org.messageboard.it;

import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Interprets an event stream exactly as the WHATWG HTML standard, section 9.2.6, says.
 *
 * <p>Takes decoded text in pieces of any size. One parser serves one connection; an event that the
 * end of the connection cuts off is lost, as the standard demands. Not thread-safe.
 */
final class SseParser {

  private final Consumer<SseEvent> events;
  private final LongConsumer reconnectionTimes;
  private final StringBuilder line = new StringBuilder();
  private final StringBuilder data = new StringBuilder();
  private String type = "";
  private String idBuffer;
  private String lastEventId;
  private boolean atStart = true;
  private boolean afterCarriageReturn;

  /**
   * @param lastEventId what the connections before this one left, empty at first
   * @param reconnectionTimes takes each {@code retry} in milliseconds
   */
  SseParser(String lastEventId, Consumer<SseEvent> events, LongConsumer reconnectionTimes) {
    this.idBuffer = lastEventId;
    this.lastEventId = lastEventId;
    this.events = events;
    this.reconnectionTimes = reconnectionTimes;
  }

  /** The id to resume after; a blank line makes an id count, also where no event is dispatched. */
  String lastEventId() {
    return lastEventId;
  }

  void accept(CharSequence text) {
    text.chars().forEach(character -> accept((char) character));
  }

  private void accept(char character) {
    var isByteOrderMark = atStart && character == '\uFEFF';
    atStart = false;
    var endsCrLf = afterCarriageReturn && character == '\n';
    afterCarriageReturn = character == '\r';
    if (isByteOrderMark || endsCrLf) {
      return;
    }
    if (character == '\r' || character == '\n') {
      interpretLine();
    } else {
      line.append(character);
    }
  }

  private void interpretLine() {
    var text = line.toString();
    line.setLength(0);
    var colon = text.indexOf(':');
    if (text.isEmpty()) {
      dispatch();
    } else if (colon < 0) {
      interpretField(text, "");
    } else if (colon > 0) {
      var value = text.substring(colon + 1);
      interpretField(text.substring(0, colon), value.startsWith(" ") ? value.substring(1) : value);
    }
  }

  private void interpretField(String name, String value) {
    switch (name) {
      case "event" -> type = value;
      case "data" -> data.append(value).append('\n');
      case "id" -> setIdBuffer(value);
      case "retry" -> setReconnectionTime(value);
      default -> {} // the standard: the field is ignored
    }
  }

  private void setIdBuffer(String value) {
    if (value.indexOf('\0') < 0) {
      idBuffer = value;
    }
  }

  private void setReconnectionTime(String value) {
    if (value.matches("[0-9]{1,15}")) {
      reconnectionTimes.accept(Long.parseLong(value));
    }
  }

  private void dispatch() {
    lastEventId = idBuffer;
    if (!data.isEmpty()) {
      data.setLength(data.length() - 1);
      var eventType = type.isEmpty() ? "message" : type;
      events.accept(new SseEvent(eventType, data.toString(), lastEventId));
    }
    data.setLength(0);
    type = "";
  }
}
