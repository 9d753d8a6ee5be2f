package org.messageboard.archive;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.sql.SQLException;
import java.util.Locale;
import java.util.stream.Stream;
import org.messageboard.metrics.Metrics;

/** Counts what the archive writes, and how long PostgreSQL takes. Thread-safe. */
final class ArchiveMetrics {

  /** What a transaction is for. */
  enum Operation {
    /** Writing a batch of records. */
    WRITE,
    /** Reading messages by their place or id. */
    HISTORY,
    /** Finding messages by their words. */
    SEARCH;

    private final String label = name().toLowerCase(Locale.ROOT);
  }

  /** A transaction. */
  interface Call<T> {
    T run() throws SQLException;
  }

  private static final double NANOS = 1e9;

  private final Counter events;
  private final Histogram seconds;
  private final Counter failures;

  ArchiveMetrics(Metrics metrics) {
    var labels = Stream.of(Operation.values()).map(operation -> operation.label).toList();
    events = metrics.counter("archive_events_total", "Events that were written to PostgreSQL");
    seconds =
        metrics.seconds(
            "archive_operation_seconds",
            "Duration of transactions that PostgreSQL committed",
            "operation");
    labels.forEach(seconds::initLabelValues);
    failures =
        metrics.counter("archive_failures_total", "Transactions that failed", "operation", labels);
  }

  /** Events that are in PostgreSQL for good. */
  void written(int count) {
    events.inc(count);
  }

  /** Measures a transaction; counts and rethrows what PostgreSQL throws. */
  <T> T measure(Operation operation, Call<T> call) throws SQLException {
    long began = System.nanoTime();
    try {
      var result = call.run();
      seconds.labelValues(operation.label).observe((System.nanoTime() - began) / NANOS);
      return result;
    } catch (SQLException e) {
      failures.labelValues(operation.label).inc();
      throw e;
    }
  }
}
