package org.messageboard.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A topic that was deleted and created again, in which offsets start anew. */
class TopicCreatedAgainTest extends InMemoryBoard {

  @Test
  void betweenBatchesItIsReadFromItsBeginning() throws Exception {
    project(topic.append(0, 2));
    topic.createAgain();
    topic.append(0, 2);
    pass(Duration.ofSeconds(1));
    // The consumer goes on at its old offset
    project(topic.append(0, 2));
    assertThat(view.published).containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(view.offsets(topic.currentId())).containsEntry(0, 3L);
  }

  @Test
  void whileItsBatchIsAppliedItIsReadFromItsBeginning() throws Exception {
    project(topic.append(0, 2));
    topic.createAgain();
    topic.append(1, 1);
    project(topic.append(0, 1));
    assertThat(view.published).containsExactly("1", "2", "3", "4");
    assertThat(view.offsets(topic.currentId())).containsEntry(0, 0L).containsEntry(1, 0L);
  }

  @Test
  void recordsOfTheFormerTopicAreNotTakenForItsOwn() throws Exception {
    project(topic.append(0, 2));
    topic.leaveHole(0, 3);
    var old = topic.append(0, 1);
    topic.createAgain();
    topic.append(0, 2);
    pass(Duration.ofSeconds(1));
    project(old);
    project(topic.append(0, 5));
    assertThat(view.published).containsExactly("1", "2", "4", "5", "6", "7", "8", "9", "10");
    assertThat(comparisons.lines()).singleElement().asString().contains("the topic no longer has");
  }

  @Test
  void aRedisThatWasWipedTooIsFilledFromTheNewTopic() throws Exception {
    project(topic.append(0, 2));
    view.wipe();
    topic.createAgain();
    topic.append(0, 2);
    applier.check();
    assertThat(view.messages).containsExactly("3", "4");
    project(topic.append(0, 1));
    assertThat(view.published).containsExactly("1", "2", "5");
  }

  @Test
  void itsUnreadableRecordsAreOthersThanTheFormerOnes() throws Exception {
    project(List.of(unreadable()));
    topic.createAgain();
    pass(Duration.ofSeconds(1));
    project(List.of(unreadable()));
    assertThat(topic.letters()).hasSize(2);
  }

  @Test
  void itIsFoundThoughNothingIsPosted() throws Exception {
    project(topic.append(0, 1));
    topic.createAgain();
    topic.append(0, 1);
    applier.check();
    assertThat(view.published).containsExactly("1", "2");
  }
}
