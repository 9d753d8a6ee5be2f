package org.messageboard.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.messageboard.Warnings;
import org.messageboard.log.FakeTopic;
import org.messageboard.view.ViewRecord;

class ComparisonTest {

  @AutoClose private final Warnings said = new Warnings(Comparison.class);
  private final FakeTopic topic = new FakeTopic(new ArrayList<>(), 2);
  private final Comparison comparison = new Comparison(topic.log());

  @Test
  void aHoleBeforeTheRecordsIsPassedOver() throws Exception {
    topic.append(0, 1);
    topic.leaveHole(0, 5);
    topic.append(0, 2);
    assertThat(next(List.of(record(0, 6), record(0, 7)), Map.of(0, 0L), Map.of()))
        .hasValueSatisfying(
            next -> assertThat(next).extracting(ViewRecord::before).containsExactly(0L, 6L));
  }

  @Test
  void anotherRecordBeforeThemIsSomethingThatRedisLacks() throws Exception {
    topic.append(0, 3);
    assertThat(next(List.of(record(0, 2)), Map.of(0, 0L), Map.of())).isEmpty();
    assertThat(next(List.of(record(0, 1), record(0, 2)), Map.of(0, 0L), Map.of())).isPresent();
  }

  @Test
  void aRecordOfTheSameOffsetInAnotherPartitionIsAnother() throws Exception {
    topic.append(0, 1);
    topic.append(1, 1);
    assertThat(next(List.of(record(1, 0)), Map.of(), Map.of(0, 1L))).isEmpty();
    assertThat(next(List.of(record(1, 0)), Map.of(), Map.of())).isPresent();
  }

  @Test
  void whatTheGroupHasCommittedMustBeInRedis() throws Exception {
    topic.append(0, 2);
    topic.append(1, 1);
    assertThat(next(List.of(record(1, 0)), Map.of(0, 0L), Map.of(0, 2L))).isEmpty();
    assertThat(next(List.of(record(1, 0)), Map.of(0, 1L), Map.of(0, 2L))).isPresent();
  }

  @Test
  void recordsThatCameAfterThemDoNotMatter() throws Exception {
    topic.append(0, 5);
    assertThat(next(List.of(record(0, 0)), Map.of(), Map.of(0, 1L))).isPresent();
  }

  @Test
  void recordsThatTheTopicDoesNotHaveAreLeftOutAndAWarningSaysSo() throws Exception {
    topic.append(0, 1);
    assertThat(next(List.of(record(0, 0), record(0, 1)), Map.of(), Map.of()))
        .contains(List.of(record(0, 0)));
    assertThat(said.lines()).singleElement().asString().contains("WARNING Kafka delivered 1 ");
  }

  @Test
  void committedHolesBecomeRecordsThatOnlyMoveTheOffsets() throws Exception {
    topic.append(0, 1);
    topic.leaveHole(0, 4);
    topic.leaveHole(1, 2);
    assertThat(comparison.holes(Map.of(0, 0L), Map.of(0, 3L, 1, 2L)).orElseThrow())
        .containsExactlyInAnyOrder(
            new ViewRecord(0, 0, 2, null, ""), new ViewRecord(1, -1, 1, null, ""));
  }

  @Test
  void aCommittedRecordIsNoHole() throws Exception {
    topic.append(0, 2);
    assertThat(comparison.holes(Map.of(0, 0L), Map.of(0, 2L))).isEmpty();
  }

  @Test
  void offsetsThatTheTopicHasNoMoreAreNotMovedOver() throws Exception {
    topic.append(0, 1);
    assertThat(comparison.holes(Map.of(0, 0L), Map.of(0, 9L))).contains(List.of());
  }

  private Optional<List<ViewRecord>> next(
      List<ViewRecord> given, Map<Integer, Long> stored, Map<Integer, Long> committed)
      throws Exception {
    return comparison.next(given, stored, committed);
  }

  /** As a consumer gives it that knows of no hole. */
  private static ViewRecord record(int partition, long offset) {
    return new ViewRecord(partition, offset - 1, offset, null, "");
  }
}
