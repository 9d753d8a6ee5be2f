package org.messageboard.log;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.core.metrics.Gauge;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartitionLagsTest {

  private final Gauge records = Gauge.builder().name("records").labelNames("partition").build();
  private final PartitionLags lags = new PartitionLags(records);

  @Test
  void everyPartitionTellsWhatIsUnreadAndTheOldestItsAge() {
    lags.look(100, Map.of(0, 0L, 1, 0L), Map.of(0, 5L, 1, 3L), Map.of(0, 5L, 1, 3L));
    lags.look(200, Map.of(0, 0L, 1, 0L), Map.of(0, 9L, 1, 3L), Map.of(0, 5L, 1, 3L));
    assertThat(lags.look(300, Map.of(0, 0L, 1, 0L), Map.of(0, 9L, 1, 4L), Map.of(0, 6L, 1, 3L)))
        .isEqualTo(100);
    assertThat(told()).isEqualTo(Map.of("0", 3.0, "1", 1.0));
  }

  @Test
  void whatKafkaDoesNotHaveAnyMoreIsNotWaitedFor() {
    assertThat(lags.look(100, Map.of(0, 7L), Map.of(0, 7L), Map.of())).isZero();
    assertThat(told()).isEqualTo(Map.of("0", 0.0));
  }

  @Test
  void aPartitionThatTheTopicHasNoLongerIsNotTold() {
    lags.look(100, Map.of(0, 0L, 1, 0L, 2, 0L), Map.of(0, 5L, 1, 5L, 2, 5L), Map.of());
    assertThat(told()).containsOnlyKeys("0", "1", "2");
    assertThat(lags.look(200, Map.of(0, 0L), Map.of(0, 0L), Map.of())).isZero();
    assertThat(told()).isEqualTo(Map.of("0", 0.0));
    lags.look(300, Map.of(0, 0L, 1, 0L), Map.of(0, 0L, 1, 1L), Map.of());
    assertThat(lags.look(400, Map.of(0, 0L, 1, 0L), Map.of(0, 0L, 1, 1L), Map.of())).isEqualTo(100);
    assertThat(told()).isEqualTo(Map.of("0", 0.0, "1", 1.0));
  }

  private Map<String, Double> told() {
    return records.collect().getDataPoints().stream()
        .collect(toMap(point -> point.getLabels().get("partition"), point -> point.getValue()));
  }
}
