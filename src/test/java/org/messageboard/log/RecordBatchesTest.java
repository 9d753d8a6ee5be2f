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
    var records = IntStream.range(0, 1_200).mapToObj(i -> record(i, 100)).toList();
    var batches = RecordBatches.of(records);
    assertThat(batches).extracting(List::size).containsExactly(500, 500, 200);
    assertThat(batches).flatMap(batch -> batch).as("each once, in order").isEqualTo(records);
    assertThat(RecordBatches.of(List.of())).isEmpty();
  }

  @Test
  void aBatchHasNoMoreBytesThanOneCallMayTake() {
    var records = IntStream.range(0, 10).mapToObj(i -> record(i, MEGABYTE)).toList();
    assertThat(RecordBatches.of(records)).extracting(List::size).containsExactly(4, 4, 2);
  }

  @Test
  void aRecordThatIsTooLargeForABatchIsOne() {
    var records = Stream.of(1, 9 * MEGABYTE, 9 * MEGABYTE, 1).map(bytes -> record(0, bytes));
    assertThat(RecordBatches.of(records.toList()))
        .extracting(List::size)
        .containsExactly(1, 1, 1, 1);
  }

  private static KafkaRecord record(long offset, int bytes) {
    return new KafkaRecord(0, offset - 1, offset, 0, null, new byte[bytes], null, false);
  }
}
