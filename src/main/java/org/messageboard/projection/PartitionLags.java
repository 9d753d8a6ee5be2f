package org.messageboard.projection;

import io.prometheus.metrics.core.metrics.Gauge;
import java.util.HashMap;
import java.util.Map;

/** The lag of every partition that the topic has, and of no other. Used by one thread at a time. */
final class PartitionLags {

  private final Gauge records;
  private final Map<Integer, LagClock> clocks = new HashMap<>();

  /**
   * @param records how many records wait, by partition
   */
  PartitionLags(Gauge records) {
    this.records = records;
  }

  /**
   * Takes a look. What Kafka does not have any more is not waited for.
   *
   * @param nanos when, as {@link System#nanoTime} says
   * @param begins the offset of the first record of every partition
   * @param ends the offset after the last one
   * @param applied the last offset that Redis has, of the partitions of which it has any
   * @return for how many nanoseconds the oldest of the records that wait has been there, or a
   *     twentieth less; 0 when none waits
   */
  long look(
      long nanos, Map<Integer, Long> begins, Map<Integer, Long> ends, Map<Integer, Long> applied) {
    forgetAllBut(ends);
    long oldest = 0;
    for (var end : ends.entrySet()) {
      int partition = end.getKey();
      long next = Math.max(applied.getOrDefault(partition, -1L) + 1, begins.get(partition));
      records.labelValues(label(partition)).set(Math.max(0, end.getValue() - next));
      var clock = clocks.computeIfAbsent(partition, p -> new LagClock());
      oldest = Math.max(oldest, clock.look(nanos, end.getValue(), next));
    }
    return oldest;
  }

  /** A topic that was created again may have fewer partitions. */
  private void forgetAllBut(Map<Integer, Long> partitions) {
    clocks.keySet().stream()
        .filter(partition -> !partitions.containsKey(partition))
        .forEach(partition -> records.remove(label(partition)));
    clocks.keySet().retainAll(partitions.keySet());
  }

  private static String label(int partition) {
    return Integer.toString(partition);
  }
}
