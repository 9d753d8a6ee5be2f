package org.messageboard.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class TopicIdentityTest {

  private static final Uuid ONE = new Uuid(0, 1);
  private static final Uuid TWO = new Uuid(0, 2);

  /** Kafka's answers to questions that nobody waits for. */
  private final Queue<CompletableFuture<TopicDescription>> later = new ArrayDeque<>();

  private TopicDescription current = topic(ONE);

  /** System.nanoTime may be negative. */
  private long now = Duration.ofMinutes(-1).toNanos();

  private final TopicIdentity identity =
      new TopicIdentity(
          new Topic() {
            @Override
            public TopicDescription describe() {
              return current;
            }

            @Override
            public CompletionStage<TopicDescription> ask() {
              later.add(new CompletableFuture<>());
              return later.element();
            }
          },
          () -> now);

  @Test
  void anIdThatNobodyAskedForIsNotFresh() {
    assertThat(identity.known()).isNull();
    assertThat(identity.isFresh()).isFalse();
  }

  @Test
  void anIdIsFreshForFiftyMilliseconds() throws Exception {
    assertThat(identity.ask()).isEqualTo(ONE.toString());
    pass(50);
    assertThat(identity.isFresh()).isTrue();
    pass(1);
    assertThat(identity.isFresh()).isFalse();
    assertThat(identity.known()).isEqualTo(ONE.toString());
  }

  @Test
  void anAnswerThatCameMeanwhileIsAsOldAsItsQuestion() throws Exception {
    identity.ask();
    pass(40);
    identity.askAhead();
    pass(40);
    later.remove().complete(topic(ONE));
    assertThat(identity.isFresh()).isTrue();
    pass(11);
    assertThat(identity.isFresh()).isFalse();
  }

  @Test
  void anAnswerThatNamesAnotherTopicIsNotTakenForAFreshOne() throws Exception {
    identity.ask();
    pass(40);
    identity.askAhead();
    later.remove().complete(topic(TWO));
    pass(20);
    assertThat(identity.isFresh()).isFalse();
    assertThat(identity.known()).isEqualTo(ONE.toString());
  }

  @Test
  void anAnswerThatIsOlderThanTheIdDoesNotMakeItOlder() throws Exception {
    identity.ask();
    pass(16);
    identity.askAhead();
    later.remove().complete(topic(ONE));
    pass(44);
    identity.ask();
    pass(10);
    assertThat(identity.isFresh()).isTrue();
  }

  @Test
  void aQuestionThatFailedLeavesTheIdAsOldAsItWas() throws Exception {
    identity.ask();
    pass(40);
    identity.askAhead();
    later.remove().completeExceptionally(new ExecutionException(null));
    assertThat(identity.isFresh()).isTrue();
    pass(20);
    assertThat(identity.isFresh()).isFalse();
  }

  @Test
  void nothingIsAskedAheadWithinFifteenMillisecondsOfAnotherQuestion() throws Exception {
    identity.ask();
    pass(15);
    identity.askAhead();
    assertThat(later).isEmpty();
    pass(1);
    identity.askAhead();
    assertThat(later).hasSize(1);
    pass(15);
    identity.askAhead();
    assertThat(later).hasSize(1);
  }

  @Test
  void theTopicOfAnotherIdIsNotTheKnownOne() throws Exception {
    identity.ask();
    assertThat(identity.isCurrent()).isTrue();
    current = topic(TWO);
    assertThat(identity.isCurrent()).isFalse();
    assertThat(identity.ask()).isEqualTo(TWO.toString());
  }

  private void pass(int millis) {
    now += Duration.ofMillis(millis).toNanos();
  }

  private static TopicDescription topic(Uuid id) {
    return new TopicDescription(Topic.NAME, false, List.of(), Set.of(), id);
  }
}
