package org.messageboard.projection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.messageboard.Warnings;
import org.messageboard.log.FakeTopic;
import org.messageboard.log.RecordReader;
import org.messageboard.metrics.Metrics;
import org.messageboard.view.ViewRecord;

class GapRepairTest {

  @AutoClose private final Warnings said = new Warnings(GapRepair.class);
  private final List<String> calls = new ArrayList<>();
  private final FakeTopic topic = new FakeTopic(calls, 2);
  private final FakeView view = new FakeView(calls);

  @Test
  void redisGetsAllThatKafkaHasOldestFirstWithoutPublishingIt() throws Exception {
    topic.append(0, 2);
    topic.append(1, 2);
    topic.append(0, 1);
    fill(view);
    assertThat(view.messages).containsExactly("1", "2", "3", "4", "5");
    assertThat(view.published).isEmpty();
    assertThat(view.left).isZero();
    assertThat(said.lines()).singleElement().asString().startsWith("WARNING Redis lacks records");
  }

  @Test
  void whatRedisStillHasIsNotReadAgain() throws Exception {
    var first = topic.append(0, 1).get(0);
    view.applyFirst(
        topic.currentId(),
        List.of(new ViewRecord(0, -1, 0, new RecordReader(1000).event(first), "")));
    topic.append(0, 2);
    var epoch = view.position().epoch();
    fill(view);
    assertThat(view.messages).containsExactly("1", "2", "3");
    assertThat(view.filled).isEqualTo(2);
    assertThat(view.position().number()).isEqualTo(3);
    assertThat(view.position().epoch()).as("a new epoch").isNotEqualTo(epoch);
  }

  @Test
  void offsetsThatKafkaHasNoRecordsOfArePassedOver() throws Exception {
    topic.append(0, 20);
    topic.expire(0);
    topic.append(1, 1);
    topic.leaveHole(1, 1);
    fill(view);
    assertThat(view.messages).containsExactly("21");
    assertThat(view.offsets(topic.currentId())).containsEntry(0, 19L).containsEntry(1, 1L);
  }

  @Test
  void itReadsUntilTheConsumersHaveOnlyAFewHundredRecordsLeftToRead() throws Exception {
    var meanwhile = new ArrayList<>(List.of(501, 500));
    topic.append(0, 1);
    fill(
        new FakeView(calls) {
          @Override
          public boolean fill(String token, String id, long stillLeft, List<ViewRecord> records) {
            if (!meanwhile.isEmpty()) {
              topic.append(0, meanwhile.remove(0));
            }
            boolean filled = super.fill(token, id, stillLeft, records);
            assertThat(messages.size()).isIn(1, 502);
            return filled;
          }
        });
    assertThat(meanwhile).isEmpty();
    assertThat(calls.stream().filter("fill"::equals)).hasSize(3);
  }

  @Test
  void unreadableRecordsAreDeadLettersOnceHoweverOftenRedisIsFilled() throws Exception {
    topic.append(0, "no JSON".getBytes(UTF_8));
    topic.append(0, 1);
    fill(view);
    assertThat(calls).containsSubsequence("letters", "fill", "end");
    view.wipe();
    fill(view);
    assertThat(topic.letters()).hasSize(1);
    assertThat(view.messages).containsExactly("1");
  }

  @Test
  void anEpochThatIsOverWasRepairedByAnotherConsumer() throws Exception {
    topic.append(0, 1);
    repair(view).fill("earlier");
    assertThat(calls).containsExactly("begin");
  }

  @Test
  void theRepairOfAConsumerThatHasBeenSilentForFifteenSecondsIsTakenOver() throws Exception {
    topic.append(0, 1);
    view.repair = "another's";
    view.silent = Duration.ofSeconds(15);
    fill(view);
    assertThat(view.messages).containsExactly("1");
  }

  @Test
  void theRepairOfAnotherConsumerIsWaitedFor() throws Exception {
    topic.append(0, 1);
    var repaired =
        new FakeView(calls) {
          @Override
          public Begun beginRepair(String token, String epoch, Duration silence) {
            var begun = super.beginRepair(token, epoch, silence);
            super.endRepair("another's");
            return begun;
          }
        };
    repaired.repair = "another's";
    repaired.silent = Duration.ofSeconds(14);
    fill(repaired);
    assertThat(calls.stream().filter("begin"::equals)).hasSize(2);
    assertThat(calls).doesNotContain("consumer", "fill");
    assertThat(repaired.position().epoch()).isEqualTo("another's");
  }

  @Test
  void aRepairThatAnotherConsumerTookOverEndsAndTheOtherOneIsWaitedFor() throws Exception {
    topic.append(0, 1);
    var taken =
        new FakeView(calls) {
          @Override
          public boolean fill(String token, String id, long stillLeft, List<ViewRecord> records) {
            repair = "another's";
            return super.fill(token, id, stillLeft, records);
          }

          @Override
          public Begun beginRepair(String token, String epoch, Duration silence) {
            super.endRepair("another's");
            return super.beginRepair(token, epoch, silence);
          }
        };
    fill(taken);
    assertThat(calls.stream().filter("fill"::equals)).hasSize(1);
    assertThat(taken.messages).isEmpty();
    assertThat(taken.position().epoch()).isEqualTo("another's");
  }

  @Test
  void aRedisThatIsWipedWhileItIsFilledIsFilledAgain() throws Exception {
    topic.append(0, 2);
    var wiped =
        new FakeView(calls) {
          @Override
          public boolean endRepair(String token) {
            if (!calls.contains("end")) {
              wipe();
            }
            return super.endRepair(token);
          }
        };
    fill(wiped);
    assertThat(calls).containsSubsequence("fill", "end", "begin", "fill", "end");
    assertThat(wiped.messages).containsExactly("1", "2");
  }

  @Test
  void aRedisThatFallsBackWhileItIsFilledIsFilledFromThere() throws Exception {
    topic.append(0, 1_001);
    var fallen =
        new FakeView(calls) {
          @Override
          public boolean fill(String token, String id, long stillLeft, List<ViewRecord> records) {
            if (messages.size() == 1_000 && filled == 1_000) {
              loseRecords();
            }
            return super.fill(token, id, stillLeft, records);
          }
        };
    fill(fallen);
    assertThat(fallen.messages).hasSize(1_001);
    assertThat(calls.stream().filter("end"::equals)).hasSize(1);
  }

  @Test
  void anInterruptionEndsTheWaitForAnotherConsumer() {
    view.repair = "another's";
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> fill(view)).isInstanceOf(InterruptedException.class);
  }

  private void fill(FakeView filled) throws InterruptedException {
    repair(filled).fill(filled.position().epoch());
  }

  private GapRepair repair(FakeView filled) {
    var decoder = new Decoder(topic.deadLetters(), new RecordReader(1000));
    return new GapRepair(topic.log(), filled, decoder, new ProjectionMetrics(new Metrics()));
  }
}
