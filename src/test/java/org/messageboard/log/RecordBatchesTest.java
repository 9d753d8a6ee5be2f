package org.messageboard.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecordBatchesTest {

  private static final int MEGABYTE = 1024 * 1024;

  @Test
  void aBatchHasAsManyRecordsAsOneCallMayTake() {
    var records = IntStream.range(0, 1_200).mapToObj(i -> record(100)).toList();
    assertThat(RecordBatches.of(records)).extracting(List::size).containsExactly(500, 500, 200);
    assertThat(RecordBatches.of(List.of())).isEmpty();
  }

  @Test
  void aBatchHasNoMoreBytesThanOneCallMayTake() {
    var records = IntStream.range(0, 10).mapToObj(i -> record(MEGABYTE)).toList();
    assertThat(RecordBatches.of(records)).extracting(List::size).containsExactly(4, 4, 2);
  }

  @Test
  void aRecordThatIsTooLargeForABatchIsOne() {
    var records = Stream.of(1, 9 * MEGABYTE, 9 * MEGABYTE, 1).map(RecordBatchesTest::record);
    assertThat(RecordBatches.of(records.toList()))
        .extracting(List::size)
        .containsExactly(1, 1, 1, 1);
  }

  private static KafkaRecord record(int bytes) {
    return new KafkaRecord(0, -1, 0, null, new byte[bytes], null, false);
  }
}
