package org.messageboard.log;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ReadPositionsTest {

  private static final TopicPartition PARTITION = new TopicPartition("message-board", 2);

  private final ReadPositions positions = new ReadPositions();

  @Test
  void aHoleAfterTheLastRecordIsOneRecordHoweverWideItIs() {
    positions.set(2, 6);
    assertThat(read(5_000_000_000L, 7))
        .containsExactly(record(6, 7), KafkaRecord.hole(2, 7, 4_999_999_999L));
    assertThat(positions.read(polled(5_000_000_001L)))
        .allMatch(KafkaRecord::hole)
        .extracting(KafkaRecord::before)
        .containsExactly(4_999_999_999L);
  }

  @Test
  void holesBetweenRecordsAreWhatIsBeforeThem() {
    positions.set(2, -1);
    assertThat(read(10, 0, 4, 9)).extracting(KafkaRecord::before).containsExactly(-1L, 0L, 4L);
    assertThat(read(13, 12)).extracting(KafkaRecord::before).containsExactly(9L);
  }

  @Test
  void whoDoesNotKnowWhereItIsOrWasSetBackKnowsOfNoHole() {
    assertThat(read(9, 8)).extracting(KafkaRecord::before).containsExactly(7L);
    assertThat(read(3, 2)).extracting(KafkaRecord::before).containsExactly(1L);
    assertThat(read(6, 5)).extracting(KafkaRecord::before).containsExactly(2L);
    positions.forget(2);
    assertThat(read(9)).isEmpty();
  }

  private List<KafkaRecord> read(long next, long... offsets) {
    return positions.read(polled(next, offsets));
  }

  private static KafkaRecord record(long before, long offset) {
    return KafkaRecord.of(consumed(offset), before);
  }

  private static ConsumerRecords<byte[], byte[]> polled(long next, long... offsets) {
    var records = LongStream.of(offsets).mapToObj(ReadPositionsTest::consumed).collect(toList());
    return new ConsumerRecords<>(
        Map.of(PARTITION, records), Map.of(PARTITION, new OffsetAndMetadata(next)));
  }

  private static ConsumerRecord<byte[], byte[]> consumed(long offset) {
    return new ConsumerRecord<>("message-board", 2, offset, new byte[0], new byte[0]);
  }
}
