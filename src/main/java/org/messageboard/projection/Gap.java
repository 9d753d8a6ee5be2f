package org.messageboard.projection;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToLongFunction;

/**
 * What Redis lacks. Of two that are equal, Kafka has in the second at most what it had in the
 * first: to a log nothing is added but at its end.
 *
 * @param topicId of the topic's present creation
 * @param applied the last offset that Redis has, of the partitions of which it has any
 * @param ends by partition, the offset up to which it lacks records, exclusive
 * @param logEnds by partition, the offset after the last record in Kafka
 */
record Gap(
    String topicId,
    Map<Integer, Long> applied,
    Map<Integer, Long> ends,
    Map<Integer, Long> logEnds) {

  Gap {
    applied = Map.copyOf(applied);
    ends = Map.copyOf(ends);
    logEnds = Map.copyOf(logEnds);
  }

  /**
   * @param stored of any partitions; only those of the gap count
   */
  static Gap of(
      String topicId,
      Map<Integer, Long> stored,
      Map<Integer, Long> ends,
      Map<Integer, Long> logEnds) {
    var applied = new HashMap<>(stored);
    applied.keySet().retainAll(ends.keySet());
    return new Gap(topicId, applied, ends, logEnds);
  }

  /**
   * Whether a reader at these positions has seen all of it that Kafka may have.
   *
   * @param positions gives, for a partition, the offset that is read next
   */
  boolean isPassed(IntToLongFunction positions) {
    return ends.entrySet().stream()
        .allMatch(
            end ->
                positions.applyAsLong(end.getKey())
                    >= Math.min(end.getValue(), logEnds.get(end.getKey())));
  }
}
