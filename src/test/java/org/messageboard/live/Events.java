package org.messageboard.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.messageboard.board.Position;
import org.messageboard.sse.SseFraming;

/** Creates events for tests, and stores them in a log like Redis. */
public final class Events implements EventLog {

  /** On a board where nobody has signed in. */
  public static final Memberships NOBODY =
      new Memberships(people -> List.of(), people -> List.of());

  final List<Event> held = new ArrayList<>();
  Position newest;
  long from;
  boolean away;
  boolean filling;

  /** Whether the hub reported a number that this log never assigned. */
  boolean lost;

  int pageSize = 1000;

  /** The JSON of an event. */
  public static byte[] json(String epoch, long number) {
    return json(epoch, number, number % 2 == 0 ? "even" : "odd");
  }

  static byte[] json(String epoch, long number, String channel) {
    var id = "00000000-0000-4000-8000-%012x".formatted(number);
    return ("{\"position\":\"%s:%d\",\"id\":\"%s\",\"channel\":\"%s\",\"content\":\"%d\"}")
        .formatted(epoch, number, id, channel, number)
        .getBytes(UTF_8);
  }

  static Event event(String epoch, long number) {
    return new SseFraming().event(json(epoch, number)).orElseThrow();
  }

  /** Adds events up to this number to the log, like the projection. */
  public Events applied(String epoch, long from, long to) {
    for (long number = from; number <= to; number++) {
      held.add(event(epoch, number));
    }
    newest = new Position(epoch, to);
    return this;
  }

  @Override
  public Optional<Page> after(long number, Position known) {
    if (away) {
      throw new EventLog.AwayException("away", null);
    }
    if (newest == null) {
      return Optional.empty();
    }
    if (known != null && known.epoch().equals(newest.epoch()) && newest.number() < known.number()) {
      lost = true;
    }
    if (filling) {
      return Optional.of(Page.FILLING);
    }
    var events =
        held.stream()
            .filter(e -> e.position().number() > number)
            .limit(pageSize)
            .map(Events::data)
            .toList();
    long first = held.isEmpty() ? number + 1 : held.get(0).position().number();
    return Optional.of(new Page(newest, from, events, first > number ? first - 1 : number));
  }

  private static byte[] data(Event event) {
    var frame = new String(event.frame(), UTF_8);
    return frame.substring(frame.indexOf("data: ") + 6, frame.length() - 2).getBytes(UTF_8);
  }
}
