package org.messageboard.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** How long calls to Redis take, and how many fail, by operation. */
public final class RedisMetrics {

  /** What a call to Redis is for. */
  public enum Operation {
    /** Applying a batch of records. */
    APPLY,
    /** Reading a page of history. */
    HISTORY,
    /** Finding a single message. */
    FIND,
    /** Listing the channels. */
    CHANNELS,
    /** Reading who is in which private channel, and people's names. */
    ROOMS,
    /** Reading the events after a position from the log. */
    SINCE,
    /** Counting a request for its limits. */
    LIMIT,
    /** Reading and moving read marks. */
    MARKS;

    private final String label = name().toLowerCase(Locale.ROOT);
  }

  private static final double NANOS = 1e9;

  private final Histogram seconds;
  private final Counter failures;

  RedisMetrics(Metrics metrics) {
    seconds =
        metrics.seconds(
            "redis_operation_seconds",
            "Duration of calls to Redis that were answered",
            "operation");
    failures =
        metrics.counter(
            "redis_failures_total",
            "Calls to Redis that failed",
            "operation",
            List.of(Operation.values()).stream().map(operation -> operation.label).toList());
  }

  /** Measures a call to Redis; counts and rethrows its exceptions. */
  public <T> T measure(Operation operation, Supplier<T> call) {
    long began = System.nanoTime();
    boolean answered = false;
    try {
      var answer = call.get();
      answered = true;
      return answer;
    } finally {
      if (answered) {
        seconds.labelValues(operation.label).observe((System.nanoTime() - began) / NANOS);
      } else {
        failures.labelValues(operation.label).inc();
      }
    }
  }
}
