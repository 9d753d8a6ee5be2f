package org.messageboard.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts what was polled into batches that Redis can apply in one step without standing still for
 * long.
 */
public final class RecordBatches {

  /** Records of one batch at most, and so arguments of one script call: seven times as many. */
  static final int SIZE = 500;

  /** Bytes of one batch at most, but for a single record that has more. */
  static final int BYTES = 4 * 1024 * 1024;

  private RecordBatches() {}

  /** The records in their order, in as few batches as may be. */
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
