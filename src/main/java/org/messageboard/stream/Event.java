package org.messageboard.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.messageboard.messages.Position;

/**
 * An event as the stream sends it, encoded once for all clients. A message has no event name, so
 * that {@code EventSource.onmessage} gets it; another event is named by its type.
 *
 * @param position where it stands
 * @param channel its channel
 * @param frame the bytes on the wire: {@code event}, {@code id} and {@code data} fields and the
 *     empty line (HTML Standard, section 9.2.5). The JSON is canonical and so has no line break.
 * @param posted when it was posted, in milliseconds since 1970; 0 when that cannot be read
 */
record Event(Position position, String channel, byte[] frame, long posted) {

  /** The beginning of a message's JSON; none of these members can hold an escaped character. */
  private static final Pattern HEAD =
      Pattern.compile(
          "\\{\"position\":\"([A-Za-z0-9]+:[0-9]+)\",\"id\":\"[0-9a-f-]+\",\"channel\":\"([a-z0-9-]+)\",");

  /** The beginning of another event's JSON. */
  private static final Pattern OTHER =
      Pattern.compile(
          "\\{\"position\":\"([A-Za-z0-9]+:[0-9]+)\",\"type\":\"([a-z0-9.-]+)\",\"channel\":\"([a-z0-9-]+)\"[,}]");

  private static final int HEAD_LENGTH = 256;

  /** The end of a message's JSON; a quotation mark within a text would be escaped. */
  private static final Pattern TAIL = Pattern.compile("\"timestamp\":\"([^\"]{1,40})\"}$");

  private static final int TAIL_LENGTH = 60;

  /** Reads what Redis published; nothing when it is not a message of the board. */
  static Optional<Event> read(byte[] json) {
    var head = new String(json, 0, Math.min(json.length, HEAD_LENGTH), ISO_8859_1);
    var message = HEAD.matcher(head);
    if (message.lookingAt()) {
      return event("", message.group(1), message.group(2), json);
    }
    var other = OTHER.matcher(head);
    return other.lookingAt()
        ? event("event: " + other.group(2) + "\n", other.group(1), other.group(3), json)
        : Optional.empty();
  }

  private static Optional<Event> event(String name, String position, String channel, byte[] json) {
    return Position.parse(position)
        .map(at -> new Event(at, channel, frame(name, position, json), posted(json)));
  }

  private static long posted(byte[] json) {
    int length = Math.min(json.length, TAIL_LENGTH);
    var matcher = TAIL.matcher(new String(json, json.length - length, length, ISO_8859_1));
    try {
      return matcher.find() ? Instant.parse(matcher.group(1)).toEpochMilli() : 0;
    } catch (DateTimeParseException | ArithmeticException e) {
      // Another producer wrote the record: the board does not read the text anywhere else.
      return 0;
    }
  }

  private static byte[] frame(String name, String position, byte[] json) {
    var id = (name + "id: " + position + "\ndata: ").getBytes(US_ASCII);
    var frame = new byte[id.length + json.length + 2];
    System.arraycopy(id, 0, frame, 0, id.length);
    System.arraycopy(json, 0, frame, id.length, json.length);
    frame[frame.length - 2] = '\n';
    frame[frame.length - 1] = '\n';
    return frame;
  }
}
