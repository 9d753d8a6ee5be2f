package org.messageboard.projection;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.messageboard.metrics.Metrics;
import org.messageboard.view.Applied.Result;

/** Counts what happens to the topic's records. */
final class ProjectionMetrics {

  private static final double[] BATCHES = {1, 2, 5, 10, 20, 50, 100, 200, 500};

  private final Counter consumed;
  private final Counter applied;
  private final Histogram batches;
  private final Counter repairs;
  private final Counter repaired;
  private volatile long left;

  ProjectionMetrics(Metrics metrics) {
    consumed = metrics.counter("records_consumed_total", "Records that Kafka delivered");
    applied =
        metrics.counter(
            "records_applied_total",
            "Records given to Redis, by what it did with them",
            "result",
            Stream.of(Result.values()).map(ProjectionMetrics::label).toList());
    batches = metrics.histogram("apply_batch_records", "Records of one call of apply.lua", BATCHES);
    repairs = metrics.counter("gap_repairs_total", "Times that Redis had to be filled from Kafka");
    repaired = metrics.counter("gap_repair_records_total", "Records that were read for that");
    metrics.gauge("gap_repair_records_left", "Records that are still to be read", () -> left);
  }

  void consumed(int records) {
    consumed.inc(records);
  }

  void applied(List<Result> results) {
    batches.observe(results.size());
    results.forEach(result -> applied.labelValues(label(result)).inc());
  }

  /** Counts a repair that this server begins. */
  void repairing() {
    repairs.inc();
  }

  /** The view is whole again. */
  void whole() {
    left = 0;
  }

  /**
   * @param stillLeft how many records are left to read
   */
  void repaired(int records, long stillLeft) {
    repaired.inc(records);
    left = stillLeft;
  }

  private static String label(Result result) {
    return result.name().toLowerCase(Locale.ROOT);
  }
}
