package org.messageboard.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.messageboard.metrics.RedisMetrics.Operation;

class RedisMetricsTest {

  private final Metrics metrics = new Metrics();

  @Test
  void aReplyIsTimedAndAFailureIsCounted() {
    assertThat(metrics.redis().measure(Operation.FIND, () -> "found")).isEqualTo("found");
    var away = new IllegalStateException("away");
    assertThatThrownBy(
            () ->
                metrics
                    .redis()
                    .measure(
                        Operation.FIND,
                        () -> {
                          throw away;
                        }))
        .isSameAs(away);
    assertThat(answered()).isEqualTo(1);
    assertThat(failed("find")).isEqualTo(1);
    assertThat(failed("apply")).isZero();
  }

  private long answered() {
    return snapshots("messageboard_redis_operation_seconds")
        .map(HistogramSnapshot.class::cast)
        .flatMap(histogram -> histogram.getDataPoints().stream())
        .mapToLong(HistogramSnapshot.HistogramDataPointSnapshot::getCount)
        .sum();
  }

  private double failed(String operation) {
    return snapshots("messageboard_redis_failures")
        .map(CounterSnapshot.class::cast)
        .flatMap(counter -> counter.getDataPoints().stream())
        .filter(point -> operation.equals(point.getLabels().get("operation")))
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }

  private Stream<MetricSnapshot> snapshots(String name) {
    return metrics.registry().scrape(name::equals).stream();
  }
}
