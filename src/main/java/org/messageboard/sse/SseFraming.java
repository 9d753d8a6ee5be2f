package org.messageboard.sse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Position;
import org.messageboard.live.Encoding;
import org.messageboard.live.Event;
import org.messageboard.live.Framing;
import org.messageboard.live.Output;

/**
 * Server-sent events (HTML Standard, section 9.2.5). A message has no event name, so that {@code
 * EventSource.onmessage} gets it; any other event is named after its type. An {@code id} without
 * data tells the client its position, so that even one that has received nothing resumes where it
 * joined. The JSON is canonical and has no line break.
 */
public final class SseFraming implements Framing, Encoding {

  /** The beginning of a message's JSON; none of these members can hold an escaped character. */
  private static final Pattern MESSAGE =
      Pattern.compile(
          "\\{\"position\":\"([A-Za-z0-9]+:[0-9]+)\",\"id\":\"[0-9a-f-]+\",\"channel\":\"([a-z0-9-]+)\",");

  /** The beginning of another event's JSON. */
  private static final Pattern OTHER =
      Pattern.compile(
          "\\{\"position\":\"([A-Za-z0-9]+:[0-9]+)\",\"type\":\"([a-z0-9.-]+)\",\"channel\":\"([a-z0-9-]+)\"(?:,\"replaces\":\\[([0-9]{1,15}(?:,[0-9]{1,15})?)\\])?[,}]");

  /** The beginning of the message in an event about one. */
  private static final Pattern NESTED =
      Pattern.compile(
          ",\"message\":\\{\"position\":\"[A-Za-z0-9]+:[0-9]+\",\"id\":\"[0-9a-f-]+\",\"channel\":\"[a-z0-9-]+\",");

  /** The types of events whose JSON may name earlier events that they replace. */
  private static final Set<String> REPLACING = Set.of("edited", "deleted");

  /** The types of events with which people join and leave private channels. */
  private static final Set<String> MEMBERS = Set.of("joined", "left", "channel");

  /** A person whom such an event is about; a quotation mark within a text would be escaped. */
  private static final Pattern PERSON = Pattern.compile("\"person\":\"([A-Za-z0-9_-]{16})\"");

  private static final int HEAD_LENGTH = 384;

  /** The end of a message's JSON; a quotation mark within a text would be escaped. */
  private static final Pattern TIMESTAMP = Pattern.compile("\"timestamp\":\"([^\"]{1,40})\"}$");

  private static final int TAIL_LENGTH = 60;
  private static final byte[] HEARTBEAT = ascii(":\n\n");

  @Override
  public Optional<Event> event(byte[] json) {
    var head = new String(json, 0, Math.min(json.length, HEAD_LENGTH), ISO_8859_1);
    var message = MESSAGE.matcher(head);
    if (message.lookingAt()) {
      return event("", message, message.group(2), message.end() - 1, json, List.of());
    }
    var other = OTHER.matcher(head);
    if (!other.lookingAt()) {
      return Optional.empty();
    }
    var nested = NESTED.matcher(head).region(other.end() - 1, head.length());
    int author = nested.lookingAt() ? nested.end() - 1 : -1;
    return event(other.group(2), other, other.group(3), author, json, replaces(other));
  }

  private static List<Long> replaces(MatchResult event) {
    return event.group(4) != null && REPLACING.contains(event.group(2))
        ? Stream.of(event.group(4).split(",")).map(Long::valueOf).toList()
        : List.of();
  }

  @Override
  public void put(Event event, Output output) throws IOException {
    output.put(event.frame());
  }

  @Override
  public byte[] position(Position position) {
    return ascii("id: " + position + "\n\n");
  }

  @Override
  public byte[] reset(Position position) {
    var data =
        "{\"position\":\"" + position + "\",\"reason\":\"The position is unknown or too old.\"}";
    return ascii("event: reset\nid: " + position + "\ndata: " + data + "\n\n");
  }

  @Override
  public byte[] heartbeat() {
    return HEARTBEAT;
  }

  @Override
  public byte[] notice(String name, String json) {
    return ("event: " + name + "\ndata: " + json + "\n\n").getBytes(UTF_8);
  }

  /**
   * @param head its first group is the position
   * @param author index of the author in the JSON, or -1
   */
  private static Optional<Event> event(
      String type, MatchResult head, String channel, int author, byte[] json, List<Long> replaces) {
    var position = head.group(1);
    var name = type.isEmpty() ? "" : "event: " + type + "\n";
    var id = ascii(name + "id: " + position + "\ndata: ");
    boolean isPrivate = ChannelName.isPrivate(channel);
    int authorAt = author < 0 ? 0 : id.length + author;
    return Position.parse(position)
        .map(
            at ->
                new Event(
                    at,
                    type,
                    channel,
                    isPrivate,
                    isPrivate && MEMBERS.contains(type) ? people(json) : List.of(),
                    frame(id, json),
                    id.length,
                    id.length + json.length,
                    authorAt,
                    posted(json),
                    replaces));
  }

  private static List<String> people(byte[] json) {
    return PERSON
        .matcher(new String(json, ISO_8859_1))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static byte[] frame(byte[] id, byte[] json) {
    var frame = new byte[id.length + json.length + 2];
    System.arraycopy(id, 0, frame, 0, id.length);
    System.arraycopy(json, 0, frame, id.length, json.length);
    frame[frame.length - 2] = '\n';
    frame[frame.length - 1] = '\n';
    return frame;
  }

  private static long posted(byte[] json) {
    int length = Math.min(json.length, TAIL_LENGTH);
    var timestamp = TIMESTAMP.matcher(new String(json, json.length - length, length, ISO_8859_1));
    try {
      return timestamp.find() ? Instant.parse(timestamp.group(1)).toEpochMilli() : 0;
    } catch (DateTimeException | ArithmeticException e) {
      // Another producer wrote the record: the board does not read the text anywhere else.
      return 0;
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
