package org.messageboard.benchmark;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What one measurement found. */
final class Figures {

  private static final double NANOS_PER_MILLI = 1e6;

  private final Map<Figure, Double> values = new EnumMap<>(Figure.class);

  Figures with(Figure figure, double value) {
    values.put(figure, value);
    return this;
  }

  /** Takes all of the others. */
  Figures with(Figures others) {
    values.putAll(others.values);
    return this;
  }

  /**
   * Of several rounds: the middle one of each figure, or the mean of the two in the middle. What
   * was lost or doubled in any round counts.
   *
   * @param rounds at least one; a figure may be missing in some
   */
  static Figures median(List<Figures> rounds) {
    var median = new Figures();
    for (var figure : Figure.values()) {
      var values =
          rounds.stream()
              .filter(round -> round.has(figure))
              .mapToDouble(round -> round.get(figure))
              .sorted()
              .toArray();
      if (values.length > 0) {
        int last = values.length - 1;
        boolean worst = figure == Figure.LOST || figure == Figure.DOUBLED;
        median.with(
            figure, worst ? values[last] : (values[last / 2] + values[values.length / 2]) / 2);
      }
    }
    return median;
  }

  /** The latencies of a histogram in nanoseconds; none when nothing was recorded. */
  Figures withLatencies(Histogram histogram) {
    if (histogram.getTotalCount() > 0) {
      with(Figure.P50, millis(histogram, 50));
      with(Figure.P99, millis(histogram, 99));
      with(Figure.P999, millis(histogram, 99.9));
      with(Figure.MAX, histogram.getMaxValue() / NANOS_PER_MILLI);
    }
    return this;
  }

  /** A percentile of a histogram in nanoseconds, in milliseconds. */
  static double millis(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
  }

  boolean has(Figure figure) {
    return values.containsKey(figure);
  }

  /**
   * The value.
   *
   * @throws IllegalArgumentException if it was not measured
   */
  double get(Figure figure) {
    var value = values.get(figure);
    if (value == null) {
      throw new IllegalArgumentException(figure + " was not measured.");
    }
    return value;
  }

  /** The value for a table; nothing when it was not measured. */
  String text(Figure figure) {
    return has(figure) ? figure.format(get(figure)) : "";
  }

  Map<Figure, Double> values() {
    return Map.copyOf(values);
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
