package org.messageboard.log;

import java.util.ArrayList;
import java.util.List;

/** Cuts polled records into batches that Redis can apply in one short step. */
public final class RecordBatches {

  /** Maximum number of records of a batch; a script call has seven arguments for each. */
  public static final int SIZE = 500;

  /** Maximum size of a batch in bytes, unless a single record is larger. */
  static final int BYTES = 4 * 1024 * 1024;

  private RecordBatches() {}

  /** The records in their order, in as few batches as possible. */
  public static List<List<KafkaRecord>> of(List<KafkaRecord> records) {
    var batches = new ArrayList<List<KafkaRecord>>();
    int from = 0;
    while (from < records.size()) {
      int to = end(records, from);
      batches.add(records.subList(from, to));
      from = to;
    }
    return batches;
  }

  private static int end(List<KafkaRecord> records, int from) {
    int most = Math.min(records.size(), from + SIZE);
    long bytes = records.get(from).bytes();
    int to = from + 1;
    while (to < most && (bytes += records.get(to).bytes()) <= BYTES) {
      to++;
    }
    return to;
  }
}
