package org.messageboard.marks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.messageboard.board.Identity;
import org.messageboard.board.Position;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.metrics.RedisMetrics;
import org.messageboard.metrics.RedisMetrics.Operation;
import org.messageboard.redis.LuaScript;
import org.messageboard.view.RedisKeys;
import org.messageboard.view.Subjects;
import redis.clients.jedis.UnifiedJedis;

/** People's read marks in Redis. */
final class MarkStore {

  /**
   * A mark to move.
   *
   * @param subject whose it is
   */
  record Move(String subject, String channel, ReadMark mark) {

    private Stream<String> arguments() {
      return Stream.of(
          subject,
          Identity.person(subject),
          channel,
          mark.id(),
          Long.toString(mark.count()),
          mark.readAt());
    }
  }

  /**
   * What became of a mark.
   *
   * @param stands whether it is the one that stands; otherwise there is a later one
   */
  record Moved(boolean stands, StandingMark standing) {}

  /** Redis does not have all marks: they must be read from Kafka first. */
  static final class LostException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private static final LuaScript MARKS = LuaScript.named("reading.lua", "private.lua", "marks.lua");

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private static final List<String> KEYS =
      List.of(
          RedisKeys.STATE,
          RedisKeys.IDS,
          RedisKeys.COUNTS,
          RedisKeys.MARKS_RESTORED,
          RedisKeys.MARKS,
          RedisKeys.LOG,
          RedisKeys.MESSAGE,
          RedisKeys.CHANNELS,
          RedisKeys.PRIVATE,
          RedisKeys.ROOMS);

  /** Index of what follows the board's state in an answer. */
  private static final int REST = 4;

  private final UnifiedJedis redis;
  private final RedisMetrics metrics;

  MarkStore(UnifiedJedis redis, RedisMetrics metrics) {
    this.redis = redis;
    this.metrics = metrics;
  }

  /**
   * All marks of a person.
   *
   * @throws ProblemException status 503 while the view is incomplete
   */
  List<StandingMark> of(String subject) throws LostException {
    var answer = whole(run("read", Stream.of(subject, Identity.person(subject))));
    return IntStream.iterate(REST, i -> i < answer.size(), i -> i + 5)
        .mapToObj(i -> standing((String) answer.get(i), answer, i + 1))
        .toList();
  }

  /**
   * Moves a mark, unless there is a later one.
   *
   * @throws ProblemException status 404 if the person sees no such message in the channel, 503
   *     while the view is incomplete
   */
  Moved move(Move move) throws LostException {
    var answer = whole(run("move", move.arguments()));
    if (answer.size() == REST || answer.get(REST).equals(-1L)) {
      throw new ProblemException(Problem.of(404, "The channel has no such message (yet)."));
    }
    var standing = standing(move.channel(), answer, REST + 1);
    return new Moved(answer.get(REST).equals(1L), standing);
  }

  /** The current epoch; empty for an empty board. */
  String epoch() {
    return (String) complete(run("restore", Stream.of())).get(0);
  }

  /** Puts marks back, each unless there is a later one. */
  void restore(List<Move> marks) {
    complete(run("restore", marks.stream().flatMap(Move::arguments)));
  }

  /**
   * All marks are back.
   *
   * @param epoch in which that began; if there is another one by now, they must be read again
   */
  void restored(String epoch) {
    run("restored", Stream.of(epoch));
  }

  /** The channels of which a person has a mark. */
  Set<String> channels(String subject) {
    return metrics.measure(Operation.MARKS, () -> redis.hkeys(RedisKeys.MARKS + subject));
  }

  /** Removes all marks of a person. */
  void erase(String subject) {
    metrics.measure(Operation.MARKS, () -> redis.del(RedisKeys.MARKS + subject));
  }

  /** Removes one mark of a person. */
  void erase(String subject, String channel) {
    metrics.measure(Operation.MARKS, () -> redis.hdel(RedisKeys.MARKS + subject, channel));
  }

  /** The subjects of a person who has a mark. */
  Set<String> subjects(String person) {
    return metrics.measure(Operation.MARKS, () -> Subjects.of(person, redis, RedisKeys.MARKS));
  }

  private List<?> run(String task, Stream<String> arguments) {
    var all = new ArrayList<>(List.of(task));
    arguments.forEach(all::add);
    return metrics.measure(Operation.MARKS, () -> MARKS.run(redis, KEYS, all));
  }

  private static List<?> whole(List<?> answer) throws LostException {
    if (complete(answer).get(3).equals(0L)) {
      throw new LostException();
    }
    return answer;
  }

  private static List<?> complete(List<?> answer) {
    if (answer.get(1).equals(-1L)) {
      throw new ProblemException(
          Problem.unavailable(
              "The board is being read from Kafka again. Ask again in a moment.", RETRY_AFTER));
    }
    return answer;
  }

  private static StandingMark standing(String channel, List<?> answer, int at) {
    var mark =
        new ReadMark(
            (String) answer.get(at),
            Long.parseLong((String) answer.get(at + 1)),
            (String) answer.get(at + 2));
    var number = (String) answer.get(at + 3);
    var position =
        number.isEmpty() ? null : new Position((String) answer.get(0), Long.parseLong(number));
    return new StandingMark(channel, mark, position);
  }
}
