package org.messageboard.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageboard.operations.Expression.Matcher;

class ExpressionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "up | up",
        "sum(up{job=\"message-board\"}) | up",
        "absent(up{job=\"a\", component!=\"consumer\"} == 1) | up",
        "histogram_quantile(0.99, sum by (job, le) (rate(a_seconds_bucket[5m]))) | a_seconds_bucket",
        "max without (instance) (a_total offset 5m) | a_total",
        "rate(a_total{instance=~\"$instance\"}[$__rate_interval]) | a_total",
        "predict_linear(a[30m], 3600) > b | a,b",
        "a{x=\"not_this } nor_this\"} and on (job, instance) b < 1e9 | a,b",
        "a / on (x) group_left (y) b or vector(0) | a,b",
        "(job:a:sum > 0) / clamp_min(-deriv(job:a:sum[5m]), 0) < +Inf | job:a:sum",
        "time() - a | a",
        "a unless bool_a | a,bool_a",
      })
  void itsMetricsAreFound(String expression, String metrics) {
    assertThat(new Expression(expression).metrics()).containsExactly(metrics.split(","));
  }

  @Test
  void metricsAreFoundOnSeveralLines() {
    assertThat(new Expression("sum by (job) (\n  rate(a_total[5m])\n)\n/ b\n").metrics())
        .containsExactly("a_total", "b");
  }

  @Test
  void aMisspeltMetricIsFoundAsSpelt() {
    assertThat(new Expression("rate(messageboard_posts_acepted_total[5m])").metrics())
        .containsExactly("messageboard_posts_acepted_total");
  }

  @Test
  void labelMatchersAreFound() {
    var text =
        "a{x=\"one\", y=~\"two|three\"} / on (x) b{z!=\"four\", status=~\"5..\", i=~\"$instance\"} + c";
    assertThat(new Expression(text).matchers())
        .containsExactly(
            new Matcher("a", "x", List.of("one")),
            new Matcher("a", "y", List.of("two", "three")),
            new Matcher("b", "z", List.of()),
            new Matcher("b", "status", List.of()),
            new Matcher("b", "i", List.of()));
  }

  @Test
  void metricsWithoutNamesAreRefused() {
    assertThatThrownBy(() -> new Expression("{__name__=~\"messageboard_.*\"}").metrics())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
