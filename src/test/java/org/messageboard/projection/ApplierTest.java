package org.messageboard.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.messageboard.log.KafkaRecord;
import org.messageboard.traces.Span;
import org.messageboard.traces.Traces;

class ApplierTest extends InMemoryBoard {

  @Test
  void aNewBoardBeginsWithItsFirstRecords() throws Exception {
    project(topic.append(0, 2));
    assertThat(view.published).containsExactly("1", "2");
    assertThat(calls).doesNotContain("begin");
  }

  @Test
  void theNextBatchIsAppliedByOneCall() throws Exception {
    project(topic.append(0, 1));
    calls.clear();
    project(topic.append(0, 2));
    assertThat(calls).containsExactly("apply");
    assertThat(view.published).containsExactly("1", "2", "3");
  }

  @Test
  void theIdIsAskedForAfterABatchCameAndBeforeItIsApplied() throws Exception {
    project(topic.append(0, 1));
    calls.clear();
    pass(Duration.ofSeconds(1));
    project(topic.append(0, 1));
    assertThat(calls).containsExactly("id", "apply");
  }

  @Test
  void asLongAsRecordsKeepComingNoneOfThemWaitsForTheId() throws Exception {
    project(topic.append(0, 1));
    calls.clear();
    for (int batch = 0; batch < 5; batch++) {
      pass(Duration.ofMillis(20));
      project(topic.append(0, 1));
    }
    assertThat(calls).hasSize(5).containsOnly("apply");
  }

  @Test
  void offsetsThatAreKnownChangeNothingButAskForTheIdAgain() throws Exception {
    var batch = topic.append(0, 2);
    project(batch);
    calls.clear();
    project(batch);
    assertThat(view.published).containsExactly("1", "2");
    assertThat(calls).containsExactly("apply", "id");
  }

  @Test
  void aHoleInTheOffsetsIsPassedOverWithoutARepair() throws Exception {
    project(topic.append(0, 1));
    topic.leaveHole(0, 3);
    project(List.of(topic.append(0, 1).get(0).withoutHole()));
    assertThat(view.published).containsExactly("1", "2");
    assertThat(calls).doesNotContain("begin");
  }

  @Test
  void aHoleThatIsNothingButAHoleIsPassedOver() throws Exception {
    project(topic.append(0, 1));
    topic.leaveHole(0, 3);
    project(List.of(new KafkaRecord(0, 0, 3, 0, null, null, null, true)));
    assertThat(view.offsets(topic.currentId())).containsEntry(0, 3L);
    assertThat(topic.letters()).isEmpty();
  }

  @Test
  void whatRedisLacksIsFilledInBeforeTheRecordsAfterIt() throws Exception {
    project(topic.append(0, 1));
    var epoch = view.position().epoch();
    topic.append(0, 1);
    project(topic.append(0, 1).stream().map(KafkaRecord::withoutHole).toList());
    project(topic.append(0, 1));
    assertThat(view.messages).containsExactly("1", "2", "3", "4");
    assertThat(view.published).as("without what was filled in").containsExactly("1", "4");
    assertThat(view.position().epoch()).isNotEqualTo(epoch);
  }

  @Test
  void aWipedRedisIsTakenForNoNewBoardByAConsumerThatHasSeenNothing() throws Exception {
    project(topic.append(0, 2));
    topic.commit(0);
    view.wipe();
    restart();
    project(topic.append(1, 1));
    assertThat(view.messages).containsExactly("1", "2", "3");
    assertThat(view.published).as("all of it filled in").containsExactly("1", "2");
    assertThat(calls).containsSubsequence("begin", "fill", "end");
  }

  @Test
  void whatIsCommittedIsReadBeforeWhatIsStored() throws Exception {
    project(topic.append(0, 1));
    assertThat(calls("committed", "offsets")).containsExactly("committed", "offsets");
    calls.clear();
    applier.check();
    assertThat(calls("committed", "offsets")).containsExactly("committed", "offsets");
  }

  @Test
  void unreadableRecordsAreDeadLettersBeforeTheBatchIsApplied() throws Exception {
    project(topic.append(0, 1));
    calls.clear();
    project(List.of(unreadable()));
    assertThat(calls("letters", "apply")).containsExactly("letters", "apply");
  }

  @Test
  void unreadableRecordsAreDeadLettersOnceHoweverOftenTheyCome() throws Exception {
    var batch = List.of(unreadable(), topic.append(0, 1).get(0));
    project(batch);
    project(batch);
    restart();
    project(batch);
    view.wipe();
    project(topic.append(0, 1));
    assertThat(calls).containsSubsequence("begin", "fill", "end");
    assertThat(topic.letters()).hasSize(1);
    assertThat(view.messages).containsExactly("1", "2");
  }

  @Test
  void anInterruptionWhileRedisIsAwayLeavesTheBatchToWhoeverHasItNext() {
    view.away = true;
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> project(topic.append(0, 1))).isInstanceOf(InterruptedException.class);
    assertThat(view.messages).isEmpty();
  }

  @Test
  void theSpansOfABatchEndOnceItIsApplied() throws Exception {
    traces =
        new Traces() {
          @Override
          public Span consuming(String parent, String topicName, int partition, long offset) {
            return span("consuming " + offset);
          }

          @Override
          public Span applying(Span consuming) {
            return span("applying after " + consuming.parent());
          }
        };
    restart();
    project(topic.append(0, 1));
    assertThat(calls)
        .endsWith("applyFirst", "id", "end of applying after consuming 0", "end of consuming 0");
  }

  private Span span(String name) {
    return new Span() {
      @Override
      public String parent() {
        return name;
      }

      @Override
      public void end() {
        calls.add("end of " + name);
      }

      @Override
      public void fail(Throwable error) {}
    };
  }
}
