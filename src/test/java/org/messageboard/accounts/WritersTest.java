package org.messageboard.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.messageboard.board.Identity;
import org.messageboard.board.Identity.Role;
import org.messageboard.http.Problem;
import org.messageboard.log.Topic;
import org.messageboard.view.Restrictions;
import org.messageboard.view.Restrictions.Basis;

class WritersTest {

  private static final Identity ADA = new Identity("ada", "Ada", Set.of(Role.POSTER));
  private static final Identity MOD =
      new Identity("mod", "Mo", Set.of(Role.POSTER, Role.MODERATOR));

  private static Writers writers(Basis basis, Topic topic) {
    var writers = new Writers();
    writers.topic = topic;
    writers.restrictions =
        new Restrictions() {
          @Override
          public Basis basis() {
            return basis;
          }
        };
    return writers;
  }

  private static Topic topic(boolean isEmpty) {
    return new Topic() {
      @Override
      public boolean isEmpty() {
        return isEmpty;
      }
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"KNOWN", "AWAY"})
  void everybodyWritesWhereRestrictionsAreKnownOrRedisIsAway(Basis basis) {
    assertThat(writers(basis, topic(false)).refusal(ADA)).isEmpty();
  }

  @Test
  void nobodyWritesWhileRedisIsFilledButModerators() {
    var writers = writers(Basis.FILLING, topic(false));
    assertThat(writers.refusal(ADA)).map(Problem::status).contains(503);
    assertThat(writers.refusal(MOD)).isEmpty();
  }

  @Test
  void anEmptyRedisIsThatOfANewBoardOnlyIfTheTopicIsEmpty() {
    assertThat(writers(Basis.EMPTY, topic(true)).refusal(ADA)).isEmpty();
    assertThat(writers(Basis.EMPTY, topic(false)).refusal(ADA)).map(Problem::status).contains(503);
    var away =
        new Topic() {
          @Override
          public boolean isEmpty() throws ExecutionException {
            throw new ExecutionException(new IllegalStateException("Kafka is away."));
          }
        };
    assertThat(writers(Basis.EMPTY, away).refusal(ADA)).map(Problem::status).contains(503);
  }

  @Test
  void whoWritesRightAfterTheFirstMessageOfANewBoardWaitsForIt() {
    var writers = writers(Basis.EMPTY, topic(false));
    var bases = new ArrayDeque<>(List.of(Basis.EMPTY, Basis.EMPTY, Basis.EMPTY, Basis.KNOWN));
    writers.restrictions =
        new Restrictions() {
          @Override
          public Basis basis() {
            return bases.size() > 1 ? bases.remove() : bases.element();
          }
        };
    assertThat(writers.refusal(ADA)).isEmpty();
  }
}
