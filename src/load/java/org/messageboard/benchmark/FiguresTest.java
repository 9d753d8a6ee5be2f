package org.messageboard.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void latenciesAreInMilliseconds() {
    var histogram = new Histogram(3);
    LongStream.rangeClosed(1, 1000).forEach(i -> histogram.recordValue(i * 1_000_000));
    var figures = new Figures().withLatencies(histogram);
    assertThat(figures.get(Figure.P50)).isCloseTo(500, within(1.0));
    assertThat(figures.get(Figure.P99)).isCloseTo(990, within(1.0));
    assertThat(figures.get(Figure.P999)).isCloseTo(999, within(1.0));
    assertThat(figures.get(Figure.MAX)).isCloseTo(1000, within(1.0));
  }

  @Test
  void withoutALatencyThereIsNoFigure() {
    assertThat(new Figures().withLatencies(new Histogram(3)).text(Figure.P50)).isEmpty();
  }

  @Test
  void theProcessorTimeOfAProcessIsRead() {
    var stat = "42 (a) b) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20 0 30 0 99";
    assertThat(Usage.cpuSeconds(stat)).isEqualTo(2.0);
    assertThat(Usage.rssBytes("Name:\tjava\nVmRSS:\t    2048 kB\n")).isEqualTo(2048 * 1024);
  }

  @Test
  void aGoalIsReachedFromItsSide() {
    assertThat(Goal.atMost(Figure.P99, 5).isMetBy(5)).isTrue();
    assertThat(Goal.atMost(Figure.P99, 5).isMetBy(5.1)).isFalse();
    assertThat(Goal.atLeast(Figure.POSTS, 20_000).isMetBy(19_800)).isFalse();
    assertThat(Goal.atLeast(Figure.POSTS, 20_000).isMetBy(19_990)).isTrue();
    assertThat(Goal.atLeast(Figure.POSTS, 20_000).text()).isEqualTo("posts/s ≥ 20,000");
  }
}
