package org.messageboard.log;

import io.prometheus.metrics.core.metrics.Gauge;
import java.util.HashMap;
import java.util.Map;

/** The lag of each of the topic's partitions. Used by one thread at a time. */
final class PartitionLags {

  private final Gauge records;
  private final Map<Integer, LagClock> clocks = new HashMap<>();

  /**
   * @param records gauge of the records by partition that what reads the topic does not have
   */
  PartitionLags(Gauge records) {
    this.records = records;
  }

  /**
   * Takes a look. Records that Kafka has dropped do not count.
   *
   * @param nanos the time of {@link System#nanoTime}
   * @param begins each partition's first offset
   * @param ends each partition's end offset
   * @param next the offset at which each partition goes on, of those that were read
   * @return how long the oldest record beyond that has been there, in nanoseconds, at most a
   *     twentieth too low; 0 without one
   */
  long look(
      long nanos, Map<Integer, Long> begins, Map<Integer, Long> ends, Map<Integer, Long> next) {
    forgetAllBut(ends);
    long oldest = 0;
    for (var end : ends.entrySet()) {
      int partition = end.getKey();
      long from = Math.max(next.getOrDefault(partition, 0L), begins.get(partition));
      records.labelValues(label(partition)).set(Math.max(0, end.getValue() - from));
      var clock = clocks.computeIfAbsent(partition, p -> new LagClock());
      oldest = Math.max(oldest, clock.look(nanos, end.getValue(), from));
    }
    return oldest;
  }

  /** A recreated topic may have fewer partitions. */
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
