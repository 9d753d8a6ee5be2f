package org.messageboard.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.messageboard.board.ChannelName;
import org.messageboard.board.MessageFields;
import org.messageboard.board.Position;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;

/**
 * Reads one page of history with as many calls of {@code history.lua} as it takes. What the first
 * call gives as the board's position holds for the page: no message in it is newer.
 */
final class PageReader {

  /**
   * What one call answers.
   *
   * @param next the number below which there is more, 0, or {@link #UNKNOWN_POSITION}
   * @param newer the number above which there is more, 0, or {@link #UNKNOWN_POSITION}
   * @param people for whom the messages differ, or null
   */
  private record Part(
      Position position, List<String> messages, long next, long newer, List<String> people) {

    static Part of(List<?> answer) {
      var position = new Position((String) answer.get(0), (Long) answer.get(1));
      var messages = Reads.texts(answer.get(3));
      var people = answer.size() > PEOPLE ? Reads.texts(answer.get(PEOPLE)) : null;
      return new Part(position, messages, (Long) answer.get(4), (Long) answer.get(5), people);
    }
  }

  /** Where an answer has the people for whom its messages differ. */
  private static final int PEOPLE = 6;

  /** Maximum number of messages searched for one page in one direction. */
  static final int MAX_SEARCHED = 10_000;

  /** Maximum number of log entries searched by one call, which blocks Redis for about 2 ms. */
  private static final int MAX_SEARCHED_PER_CALL = 1_000;

  /** The script's answer to a position that the board does not know. */
  private static final long UNKNOWN_POSITION = -1;

  private static final String BEFORE = "before";
  private static final String AFTER = "after";
  private static final String AROUND = "around";

  private final HistoryQuery query;
  private final String reader;
  private final Lengths lengths;
  private final BiFunction<List<String>, List<String>, List<?>> script;

  /** For whom the page would be another one; null if that is not wanted, or they are too many. */
  private Set<String> people;

  /**
   * @param reader the subject of who reads the page, or null
   * @param script calls {@code history.lua} with keys and arguments
   */
  PageReader(
      HistoryQuery query,
      String reader,
      Lengths lengths,
      BiFunction<List<String>, List<String>, List<?>> script) {
    this.query = query;
    this.reader = reader;
    this.lengths = lengths;
    this.script = script;
  }

  /** The page as nobody in particular sees it, and who would see another one. */
  SharedPage readShared() {
    people = new HashSet<>();
    var page = read();
    return new SharedPage(page, people);
  }

  History read() {
    if (query.around() != null) {
      return around();
    }
    return query.after() == null ? before() : after();
  }

  /**
   * The page of a thread that {@code replies.lua} answers.
   *
   * @throws ProblemException with status 410 if the position to read before is of an earlier epoch
   */
  static History thread(List<?> answer) {
    var part = Part.of(answer);
    requireKnown(part, BEFORE);
    return page(part.position(), part.messages(), part.next(), 0);
  }

  private History before() {
    var older = new Walk(BEFORE, query.before(), null);
    older.read(query.limit());
    return page(older.position, older.messages, older.more, 0);
  }

  private History after() {
    var newer = new Walk(AFTER, withoutNoEpoch(query.after()), null);
    newer.read(query.limit());
    Collections.reverse(newer.messages);
    return page(newer.position, newer.messages, newer.first.next(), newer.more);
  }

  /** Half of the page is older than its message, unless one side does not have that many. */
  private History around() {
    var found = call(AROUND, query.around(), "", 1, null);
    var json = requireMessage(found);
    var place = found.position().at(found.next());
    int others = query.limit() - 1;
    var older = new Walk(BEFORE, place, found.position());
    var newer = new Walk(AFTER, place, found.position());
    older.read(others / 2);
    newer.read(others - older.messages.size());
    older.read(others - newer.messages.size());
    var messages = newer.messages;
    Collections.reverse(messages);
    messages.add(json);
    messages.addAll(older.messages);
    return page(found.position(), messages, older.more, newer.more);
  }

  private static History page(Position position, List<String> messages, long next, long newer) {
    return new History(position.epoch(), position.number(), messages, next, newer);
  }

  private String requireMessage(Part found) {
    if (found.messages().isEmpty()
        || !MessageFields.hasId(found.messages().get(0), query.around())) {
      throw new ProblemException(Problem.of(404, "There is no message of this id (yet)."));
    }
    var json = found.messages().get(0);
    var channel = MessageFields.channel(json);
    if (query.channel() != null && !query.channel().equals(channel)) {
      throw new ProblemException(
          Problem.of(404, "That message is in the channel " + channel + "."));
    }
    return json;
  }

  /** An empty board's position: whatever comes is after it. */
  private static Position withoutNoEpoch(Position after) {
    return after.equals(new Position(History.NO_EPOCH, 0)) ? new Position("", 0) : after;
  }

  /** What is found in one direction from a place on, in the order in which it is found. */
  private final class Walk {

    private final String direction;
    private final List<String> messages = new ArrayList<>();
    private Position place;

    /** The board's position that the page has, once it is known. */
    private Position position;

    private Part first;
    private int searched;

    /** The number at which to go on, or 0 at the end. */
    private long more;

    Walk(String direction, Position place, Position position) {
      this.direction = direction;
      this.place = place;
      this.position = position;
    }

    /** Reads on until it has this many messages, unless it ends before, or has searched enough. */
    void read(int count) {
      if (first == null) {
        first = next(count);
        requireKnown(first, direction);
        position = position == null ? first.position() : position;
        take(first);
      }
      while (more > 0 && messages.size() < count && searched < MAX_SEARCHED) {
        var part = next(count);
        if (part.next() == UNKNOWN_POSITION) {
          // The epoch has just changed: this page ends here, and the next one is rejected
          break;
        }
        take(part);
      }
    }

    private Part next(int count) {
      var number = place == null ? "" : Long.toString(place.number());
      var epoch = place == null ? "" : place.epoch();
      return call(direction, number, epoch, count - messages.size(), position);
    }

    private void take(Part part) {
      messages.addAll(part.messages());
      more = direction.equals(AFTER) ? part.newer() : part.next();
      place = position.at(more);
      searched += MAX_SEARCHED_PER_CALL;
    }
  }

  private static void requireKnown(Part part, String direction) {
    if (part.next() == UNKNOWN_POSITION) {
      var why =
          direction.equals(AFTER)
              ? "The board no longer has all that came after this position,"
                  + " or has been read from Kafka again since it gave it."
              : "The board has been read from Kafka again since it gave this position.";
      var how = " Load the newest page, without " + direction + ", and go on from there.";
      throw new ProblemException(Problem.of(410, List.of(new FieldError(direction, why + how))));
    }
  }

  /**
   * Calls the script.
   *
   * @param from a number or an id, or "" for the newest messages
   * @param upTo the position that no message is to be newer than, or null
   */
  private Part call(String direction, String from, String epoch, int limit, Position upTo) {
    var kind = kind(direction, from);
    var list = query.channel() == null ? RedisKeys.BOARD : RedisKeys.CHANNEL + query.channel();
    var keys =
        List.of(
            RedisKeys.STATE,
            list,
            RedisKeys.LOG,
            isPrivate() ? RedisKeys.PRIVATE : RedisKeys.CHANNELS,
            RedisKeys.IDS,
            RedisKeys.CHANGED,
            RedisKeys.MESSAGE);
    var arguments =
        List.of(
            kind,
            direction,
            from,
            epoch,
            Integer.toString(limit),
            query.author() == null ? "" : MessageFields.authorMember(query.author()),
            Integer.toString(MAX_SEARCHED_PER_CALL),
            upTo == null ? "" : Long.toString(upTo.number()),
            query.channel() == null ? "" : query.channel(),
            reader == null ? "" : reader,
            people == null ? "" : "1");
    var part = Part.of(script.apply(keys, arguments));
    if (part.people() == null) {
      people = null;
    } else {
      people.addAll(part.people());
    }
    return part;
  }

  private boolean isPrivate() {
    return query.channel() != null && ChannelName.isPrivate(query.channel());
  }

  /** The board's list serves pages of all authors; those before a position come from the log. */
  private String kind(String direction, String from) {
    if (query.channel() != null) {
      return "channel";
    }
    boolean isInBoardList =
        !direction.equals(BEFORE) || from.isEmpty() && query.limit() <= lengths.board();
    return query.author() == null && isInBoardList ? "board" : "log";
  }
}
