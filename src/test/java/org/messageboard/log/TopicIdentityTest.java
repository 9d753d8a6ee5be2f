package org.messageboard.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class TopicIdentityTest {

  /** Kafka's answers to questions that nobody waits for. */
  private final Queue<CompletableFuture<String>> later = new ArrayDeque<>();

  private String current = "one";

  /** System.nanoTime may be negative. */
  private long now = Duration.ofMinutes(-1).toNanos();

  private final TopicIdentity identity =
      new TopicIdentity(
          new Topic() {
            @Override
            public String askId() {
              return current;
            }

            @Override
            public CompletionStage<String> askIdLater() {
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
    assertThat(identity.ask()).isEqualTo("one");
    pass(50);
    assertThat(identity.isFresh()).isTrue();
    pass(1);
    assertThat(identity.isFresh()).isFalse();
    assertThat(identity.known()).isEqualTo("one");
  }

  @Test
  void anAnswerThatCameMeanwhileIsAsOldAsItsQuestion() throws Exception {
    identity.ask();
    pass(40);
    identity.askAhead();
    pass(40);
    later.remove().complete("one");
    assertThat(identity.isFresh()).isTrue();
    pass(11);
    assertThat(identity.isFresh()).isFalse();
  }

  @Test
  void anAnswerThatNamesAnotherTopicIsNotTakenForAFreshOne() throws Exception {
    identity.ask();
    pass(40);
    identity.askAhead();
    later.remove().complete("two");
    pass(20);
    assertThat(identity.isFresh()).isFalse();
    assertThat(identity.known()).isEqualTo("one");
  }

  @Test
  void anAnswerThatIsOlderThanTheIdDoesNotMakeItOlder() throws Exception {
    identity.ask();
    pass(16);
    identity.askAhead();
    later.remove().complete("one");
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
    current = "two";
    assertThat(identity.isCurrent()).isFalse();
    assertThat(identity.ask()).isEqualTo("two");
  }

  private void pass(int millis) {
    now += Duration.ofMillis(millis).toNanos();
  }
}
