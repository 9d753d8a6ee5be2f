package org.messageboard.projection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.messageboard.board.Position;
import org.messageboard.log.KafkaRecord;

/** What a consumer finds missing though nothing is posted. */
class LookTest extends InMemoryBoard {

  @Test
  void aRedisThatWentBackBehindWhatThisServerHasShownIsFilled() throws Exception {
    project(topic.append(0, 1));
    seen = new Position(view.position().epoch(), 2);
    topic.append(0, 1);
    applier.look();
    assertThat(view.messages).containsExactly("1", "2");
    assertThat(view.published).containsExactly("1");
    applier.look();
    assertThat(calls("begin")).hasSize(1);
  }

  @Test
  void aRedisThatWentBackIsFilledBeforeItTakesTheNextBatch() throws Exception {
    project(topic.append(0, 1));
    seen = new Position(view.position().epoch(), 2);
    project(topic.append(0, 1));
    assertThat(view.messages).containsExactly("1", "2");
    assertThat(view.published).containsExactly("1");
  }

  @Test
  void theNewestPositionThatIsKnownIsPassedOn() throws Exception {
    project(topic.append(0, 2));
    var applied = view.position();
    assertThat(knownWhenSeen(null)).isEqualTo(applied);
    assertThat(knownWhenSeen(new Position(applied.epoch(), 1))).isEqualTo(applied);
    assertThat(knownWhenSeen(new Position("another", 9))).isEqualTo(applied);
    var newer = new Position(applied.epoch(), 3);
    assertThat(knownWhenSeen(newer)).isEqualTo(newer);
    restart();
    assertThat(knownWhenSeen(newer)).as("of a consumer that has applied nothing").isEqualTo(newer);
  }

  @Test
  void aWholeViewIsComparedWithoutAReader() throws Exception {
    project(topic.append(0, 1));
    topic.commit(0);
    calls.clear();
    applier.check();
    assertThat(calls).containsExactly("id", "look", "id", "committed", "offsets");
  }

  @Test
  void whatIsCommittedAndNotInRedisIsFilledInThoughNothingIsPosted() throws Exception {
    project(topic.append(0, 1));
    topic.append(1, 1);
    topic.commit(1);
    applier.check();
    assertThat(view.messages).containsExactly("1", "2");
  }

  @Test
  void whatIsCommittedAndAHoleOnlyMovesTheOffsets() throws Exception {
    project(topic.append(0, 1));
    topic.leaveHole(1, 4);
    topic.commit(1);
    applier.check();
    assertThat(view.offsets(topic.currentId())).containsEntry(1, 3L);
    assertThat(calls).doesNotContain("begin");
  }

  @Test
  void whatKafkaHasNoMoreIsLookedForOnce() throws Exception {
    project(topic.append(0, 20));
    topic.commit(0);
    topic.expire(0);
    view.wipe();
    applier.check();
    applier.look();
    applier.check();
    assertThat(calls("begin")).hasSize(1);
    assertThat(view.messages).isEmpty();
    project(topic.append(0, 1).stream().map(KafkaRecord::withoutHole).toList());
    assertThat(view.messages).containsExactly("21");
    assertThat(comparisons.lines()).isEmpty();
  }

  private Position knownWhenSeen(Position position) throws InterruptedException {
    seen = position;
    applier.look();
    return view.known;
  }
}
