package org.messageboard.projection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.log.KafkaRecord;
import org.messageboard.log.TimeOrder;
import org.messageboard.log.TopicLog;
import org.messageboard.log.TopicMissingException;
import org.messageboard.view.ViewRecord;

/**
 * Looks into the log to tell a hole in the offsets from a loss. A hole, which transactions,
 * compaction and retention leave, has no records, so nothing was lost.
 */
final class Comparison {

  private static final Logger LOG = Logger.getLogger(Comparison.class.getName());

  /** A record's place. */
  private record Place(int partition, long offset) {}

  private final TopicLog log;

  Comparison(TopicLog log) {
    this.log = log;
  }

  /**
   * The delivered records, each with the offset before it.
   *
   * @param stored the last offset in the view, by partition
   * @param committed the offsets up to which the view must have all records, by partition; may be
   *     empty
   * @return nothing when Kafka has other records that the view lacks
   */
  Optional<List<ViewRecord>> next(
      List<ViewRecord> given, Map<Integer, Long> stored, Map<Integer, Long> committed)
      throws TopicMissingException {
    var ends = new HashMap<>(committed);
    given.forEach(r -> ends.merge(r.partition(), r.offset() + 1, Math::max));
    var places = new HashSet<Place>();
    given.forEach(r -> places.add(new Place(r.partition(), r.offset())));
    try (var consumer = log.consumer()) {
      var read = TopicLog.read(consumer, ends.keySet(), stored);
      read.to(ends);
      return hasOthers(read, ends, places)
          ? Optional.empty()
          : Optional.of(inOrder(existing(given, read.positions()), stored));
    }
  }

  /**
   * Looks whether the view lacks records that the group has committed.
   *
   * @param committed the committed offsets, exclusive, of the partitions in which the view is
   *     behind them
   * @return nothing when it does; otherwise records that move its offsets over the holes
   */
  Optional<List<ViewRecord>> holes(Map<Integer, Long> stored, Map<Integer, Long> committed)
      throws TopicMissingException {
    try (var consumer = log.consumer()) {
      var read = TopicLog.read(consumer, committed.keySet(), stored);
      read.to(committed);
      return hasOthers(read, committed, Set.of())
          ? Optional.empty()
          : Optional.of(passed(read.positions(), stored, committed));
    }
  }

  private static boolean hasOthers(TimeOrder read, Map<Integer, Long> ends, Set<Place> given)
      throws TopicMissingException {
    for (var next = read.next(); !next.isEmpty(); next = read.next()) {
      if (next.stream().anyMatch(r -> isOther(r, ends, given))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOther(KafkaRecord record, Map<Integer, Long> ends, Set<Place> given) {
    return record.offset() < ends.get(record.partition())
        && !given.contains(new Place(record.partition(), record.offset()));
  }

  /** The topic may have been deleted, or its log restored, after the delivery. */
  private static List<ViewRecord> existing(List<ViewRecord> given, Map<Integer, Long> positions) {
    var existing = given.stream().filter(r -> r.offset() < positions.get(r.partition())).toList();
    if (existing.size() < given.size()) {
      LOG.log(
          Level.WARNING,
          "Kafka delivered {0} records that the topic no longer has, of partition {1} from offset {2}; they are not applied. Find out whether the topic was deleted or its log restored",
          new Object[] {
            given.size() - existing.size(), given.get(0).partition(), given.get(0).offset()
          });
    }
    return existing;
  }

  private static List<ViewRecord> inOrder(List<ViewRecord> records, Map<Integer, Long> stored) {
    var last = new HashMap<>(stored);
    var ordered = new ArrayList<ViewRecord>(records.size());
    for (var record : records) {
      long before = last.getOrDefault(record.partition(), -1L);
      last.merge(record.partition(), record.offset(), Math::max);
      ordered.add(record.after(before));
    }
    return ordered;
  }

  private static List<ViewRecord> passed(
      Map<Integer, Long> positions, Map<Integer, Long> stored, Map<Integer, Long> ends) {
    var passed = new ArrayList<ViewRecord>();
    ends.forEach(
        (partition, end) -> {
          long before = stored.getOrDefault(partition, -1L);
          long last = Math.min(end, positions.get(partition)) - 1;
          if (last > before) {
            passed.add(new ViewRecord(partition, before, last, null, ""));
          }
        });
    return passed;
  }
}
