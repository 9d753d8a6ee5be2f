package org.messageboard.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class TimeOrderTest {

  private static final TopicPartition ZERO = new TopicPartition("board", 0);
  private static final TopicPartition ONE = new TopicPartition("board", 1);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

  @Test
  void partitionsAreReadSideBySideTheOldestRecordFirst() throws Exception {
    holds(ZERO, 0, 10, 20, 30);
    holds(ONE, 0, 5, 15, 25);
    assertThat(read(Map.of())).containsExactly("1:0", "0:0", "1:1", "0:1", "1:2", "0:2");
  }

  @Test
  void withinAPartitionTheOrderIsTheLogsWhateverTheTimestampsSay() throws Exception {
    holds(ZERO, 0, 50, 10, 60);
    holds(ONE, 0, 20, 55);
    assertThat(read(Map.of())).containsExactly("1:0", "0:0", "0:1", "1:1", "0:2");
  }

  @Test
  void whatWasAppliedIsPassedOverAndTheOffsetBeforeIsKnown() throws Exception {
    holds(ZERO, 0, 10, 20, 30);
    holds(ONE, 7, 5, 15);
    var order = order(Map.of(0, 1L, 1, 3L));
    order.toEnd();
    assertThat(order.next())
        .extracting(r -> r.partition() + ":" + r.offset() + ">" + r.before())
        .containsExactly("1:7>3", "1:8>7", "0:2>1");
    assertThat(order.left()).isZero();
  }

  @Test
  void aHoleAtTheEndIsPassedByARecordOfItsOwn() throws Exception {
    holds(ZERO, 0, 10);
    holds(ONE, 0);
    consumer.updateEndOffsets(Map.of(ZERO, 3L));
    var order = order(Map.of());
    order.toEnd();
    // As a fetch does that finds only a transaction's marker
    consumer.schedulePollTask(() -> {});
    consumer.schedulePollTask(() -> consumer.seek(ZERO, 3));
    assertThat(order.next()).hasSize(1);
    assertThat(order.next()).isEmpty();
    assertThat(order.holesAtEnd())
        .extracting(KafkaRecord::partition, KafkaRecord::before, KafkaRecord::offset)
        .containsExactly(tuple(0, 0L, 2L));
  }

  @Test
  void aCallTakesAThousandRecordsAtMost() throws Exception {
    holds(ZERO, 0, IntStream.range(0, 2_500).toArray());
    holds(ONE, 0);
    var order = order(Map.of());
    assertThat(order.toEnd()).isEqualTo(2_500);
    assertThat(order.next()).hasSize(1_000);
    assertThat(order.left()).isEqualTo(1_500);
    assertThat(order.next()).hasSize(1_000);
    assertThat(order.next()).hasSize(500);
    assertThat(order.next()).isEmpty();
  }

  @Test
  void itEndsWhereItIsToldTo() throws Exception {
    holds(ZERO, 0, 10, 20, 30);
    holds(ONE, 0, 5, 15);
    var order = order(Map.of());
    assertThat(order.to(Map.of(0, 0L, 1, 0L))).isZero();
    assertThat(order.next()).isEmpty();
    assertThat(order.toEnd()).isEqualTo(5);
  }

  @Test
  void aLogThatIsGoneIsNotWaitedForWithoutEnd() {
    holds(ZERO, 0);
    holds(ONE, 0);
    consumer.updateEndOffsets(Map.of(ZERO, 3L));
    var order = order(Map.of());
    order.toEnd();
    assertThatThrownBy(order::next).isInstanceOf(TopicMissingException.class);
  }

  private List<String> read(Map<Integer, Long> applied) throws Exception {
    var order = order(applied);
    order.toEnd();
    var read = new ArrayList<String>();
    for (var next = order.next(); !next.isEmpty(); next = order.next()) {
      next.forEach(r -> read.add(r.partition() + ":" + r.offset()));
    }
    return read;
  }

  private TimeOrder order(Map<Integer, Long> applied) {
    return new TimeOrder(consumer, List.of(ZERO, ONE), applied);
  }

  /** Has the partition hold records of these times from this offset on. */
  private void holds(TopicPartition partition, long first, int... times) {
    consumer.updateBeginningOffsets(Map.of(partition, first));
    consumer.updateEndOffsets(Map.of(partition, first + times.length));
    consumer.schedulePollTask(
        () -> {
          for (int i = 0; i < times.length; i++) {
            if (first + i >= consumer.position(partition)) {
              consumer.addRecord(record(partition, first + i, times[i]));
            }
          }
        });
  }

  private static ConsumerRecord<byte[], byte[]> record(
      TopicPartition partition, long offset, long time) {
    return new ConsumerRecord<>(
        partition.topic(),
        partition.partition(),
        offset,
        time,
        TimestampType.CREATE_TIME,
        0,
        0,
        null,
        new byte[0],
        new RecordHeaders(),
        Optional.empty());
  }
}
