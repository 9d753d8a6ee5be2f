package org.messageboard.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** How long calls of Redis take, and how many fail, by operation. */
public final class RedisMetrics {

  /** What the board asks Redis for. */
  public enum Operation {
    /** A batch of records is applied. */
    APPLY,
    /** A page of history is read. */
    HISTORY,
    /** One message is looked for. */
    FIND,
    /** The channels are listed. */
    CHANNELS,
    /** Events after a position are read from the log. */
    SINCE;

    private final String label = name().toLowerCase(Locale.ROOT);
  }

  private static final double NANOS = 1e9;

  private final Histogram seconds;
  private final Counter failures;

  RedisMetrics(Metrics metrics) {
    seconds =
        metrics.seconds(
            "redis_operation_seconds", "Calls of Redis that were answered", "operation");
    failures =
        metrics.counter(
            "redis_failures_total",
            "Calls of Redis that failed",
            "operation",
            List.of(Operation.values()).stream().map(operation -> operation.label).toList());
  }

  /** Calls Redis; what it throws is counted and passed on. */
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
