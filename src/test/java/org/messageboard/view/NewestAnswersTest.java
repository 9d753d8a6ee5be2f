package org.messageboard.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.messageboard.board.Position;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.view.NewestAnswers.Answer;
import redis.clients.jedis.exceptions.JedisConnectionException;

class NewestAnswersTest {

  private static final long LONG_AGO = System.nanoTime() - 1_000_000_000;
  private static final JedisConnectionException AWAY = new JedisConnectionException("away");

  private final NewestAnswers newest = new NewestAnswers();
  private int asked;

  NewestAnswersTest() {
    newest.seen = new HighWatermark();
    newest.seen.set(new Position("a", 1));
  }

  @Test
  void redisIsAskedOnceForEachEvent() {
    assertThat(json("x", 1)).contains("x");
    assertThat(json("y", 1)).contains("x");
    newest.seen.set(new Position("a", 2));
    assertThat(json("y", 2)).contains("y");
    assertThat(json("z", 2)).contains("y");
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void anAnswerThatIsAheadOfTheStreamIsCurrent() {
    assertThat(json("x", 2)).contains("x");
    newest.seen.set(new Position("a", 2));
    assertThat(json("y", 2)).contains("x");
  }

  @Test
  void anAnswerOfAnotherEpochIsNone() {
    json("x", 5);
    newest.seen.set(new Position("b", 1));
    assertThat(json("y", 5)).contains("y");
  }

  @Test
  void nothingIsKeptForMoreThanASecond() {
    get("q", null, answer("x", 1, Set.of(), LONG_AGO));
    assertThat(json("y", 1)).contains("y");
  }

  @Test
  void whoGetsAnotherAnswerGetsNone() {
    var of = answer("x", 1, Set.of("ada"), System.nanoTime());
    assertThat(get("q", "ada", of)).isEmpty();
    assertThat(get("q", "bob", of)).isPresent();
    assertThat(get("q", null, of)).isPresent();
    assertThat(asked).isEqualTo(1);
    newest.seen.set(new Position("a", 2));
    assertThat(get("q", "ada", of)).isEmpty();
    assertThat(asked).as("somebody who gets another answer does not renew this one").isEqualTo(1);
  }

  @Test
  void nobodyInParticularIsAllThatIsKnownWhereTooManyWouldDiffer() {
    var of = answer("x", 1, null, System.nanoTime());
    assertThat(get("q", "ada", of)).isEmpty();
    assertThat(get("q", null, of)).isPresent();
  }

  @Test
  void whatWasAnsweredLastStandsWhileRedisIsAway() {
    assertThatThrownBy(() -> newest.get("q", null, this::away)).isSameAs(AWAY);
    assertThatThrownBy(() -> newest.known("q", AWAY)).isSameAs(AWAY);
    get("q", null, answer("x", 1, Set.of("ada"), LONG_AGO));
    assertThat(newest.get("q", null, this::away)).isPresent();
    assertThat(newest.get("q", "bob", this::away)).isPresent();
    assertThat(newest.get("q", "ada", this::away)).isEmpty();
    assertThat(newest.known("q", AWAY).json()).asString(UTF_8).isEqualTo("x");
  }

  /** Whoever opens a stream at its position would be told to load the page again. */
  @Test
  void noPageStandsWhileTheBoardIsReadFromKafkaAgain() {
    get("q", null, answer("x", 1, Set.of(), LONG_AGO));
    assertThatThrownBy(
            () ->
                newest.get(
                    "q",
                    null,
                    () -> {
                      throw new ProblemException(Problem.of(503, "filling"));
                    }))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void whatMayHaveBeenDeletedIsForgottenAlsoWhileItIsRead() {
    get("q", null, answer("x", 1, Set.of(), LONG_AGO));
    newest.forget();
    assertThatThrownBy(() -> newest.get("q", null, this::away)).isSameAs(AWAY);
    newest.get(
        "q",
        null,
        () -> {
          newest.forget();
          return answer("x", 1, Set.of(), now());
        });
    assertThatThrownBy(() -> newest.get("q", null, this::away)).isSameAs(AWAY);
  }

  @Test
  void whatSomebodyElseGetsAtTheSamePositionHasAnotherTag() {
    var nobodys = answer("x", 1, Set.of("ada"), now()).tag();
    assertThat(answer("x mine", 1, Set.of(), now()).tag()).isNotEqualTo(nobodys);
    assertThat(answer("x", 2, Set.of(), now()).tag()).isNotEqualTo(nobodys);
    assertThat(answer("x", 1, Set.of(), now()).tag()).isEqualTo(nobodys);
  }

  @Test
  void itKeepsNoMoreAndNothingLargerThanItMay() {
    var large = "x".repeat(128 * 1024 + 1);
    IntStream.range(0, 2).forEach(i -> json(large, 1));
    assertThat(asked).isEqualTo(2);
    IntStream.range(0, 65).forEach(i -> get("q" + i, null, answer("x", 1, Set.of(), now())));
    get("q0", null, answer("y", 1, Set.of(), now()));
    assertThat(asked).isEqualTo(2 + 65 + 1);
    get("q64", null, answer("y", 1, Set.of(), now()));
    assertThat(asked).isEqualTo(2 + 65 + 1);
  }

  private static long now() {
    return System.nanoTime();
  }

  private Answer away() {
    throw AWAY;
  }

  private static Answer answer(String json, long number, Set<String> people, long asked) {
    return new Answer(new Position("a", number), people, json.getBytes(UTF_8), asked);
  }

  private Optional<Answer> get(String question, String reader, Answer answer) {
    return newest.get(
        question,
        reader,
        () -> {
          asked++;
          return answer;
        });
  }

  private Optional<String> json(String json, long number) {
    return get("q", null, answer(json, number, Set.of(), now()))
        .map(answer -> new String(answer.json(), UTF_8));
  }
}
