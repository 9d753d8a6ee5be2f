package org.messageboard.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.DoubleStream;
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
  void theMiddleRoundCounts() {
    var rounds =
        DoubleStream.of(9, 1, 4).mapToObj(p50 -> new Figures().with(Figure.P50, p50)).toList();
    assertThat(Figures.median(rounds).get(Figure.P50)).isEqualTo(4);
    assertThat(Figures.median(rounds.subList(0, 2)).get(Figure.P50)).isEqualTo(5);
    assertThat(Figures.median(rounds).has(Figure.P99)).isFalse();
  }

  @Test
  void whatWasLostInOneRoundIsLost() {
    var rounds =
        DoubleStream.of(0, 3, 0)
            .mapToObj(n -> new Figures().with(Figure.LOST, n).with(Figure.DOUBLED, 2 * n))
            .toList();
    assertThat(Figures.median(rounds).get(Figure.LOST)).isEqualTo(3);
    assertThat(Figures.median(rounds).get(Figure.DOUBLED)).isEqualTo(6);
  }

  @Test
  void ratiosAreOfTheMediansToEachRival() {
    var rounds = new LinkedHashMap<String, List<Figures>>();
    rounds.put("", List.of(latencies(3, 8), latencies(2, 30), latencies(9, 6)));
    rounds.put(Site.FLOOR, List.of(latencies(2, 4), latencies(1, 4), latencies(2, 4)));
    rounds.put("v1", List.of(latencies(6, 1), latencies(6, 0), latencies(6, 0)));
    var results = Rounds.results(rounds);
    assertThat(results).extracting(Result::name).containsExactly("/floor", "/v1", "");
    assertThat(results.get(1).figures().values())
        .containsOnly(entry(Figure.P50, 6.0), entry(Figure.P99, 0.0));
    assertThat(results.get(2).figures().values())
        .containsOnly(
            entry(Figure.P50, 3.0),
            entry(Figure.P99, 8.0),
            entry(Figure.P50_TO_FLOOR, 1.5),
            entry(Figure.P99_TO_FLOOR, 2.0),
            entry(Figure.P50_TO_EARLIER, 0.5));
  }

  private static Figures latencies(double p50, double p99) {
    return new Figures().with(Figure.P50, p50).with(Figure.P99, p99);
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
