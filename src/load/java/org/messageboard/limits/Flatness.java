package org.messageboard.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Whether a quantity stays where it is. The first quarter does not count: caches fill.
 *
 * @param name what it is
 * @param trend growth over the second half of the run, by least squares, as a part of that half's
 *     mean
 * @param growth of the last quarter's mean over the second quarter's, as a part of the latter
 */
record Flatness(String name, double trend, double growth) {

  /** What the second half may grow by; below it is what garbage and chance make of a flat line. */
  private static final double MOST_TREND = 0.05;

  private static final double MOST_GROWTH = 0.10;

  static Flatness of(String name, List<Sample> samples, ToDoubleFunction<Sample> quantity) {
    int size = samples.size();
    var second = samples.subList(size / 4, size / 2);
    var half = samples.subList(size / 2, size);
    var last = samples.subList(size - size / 4, size);
    double minutes = half.get(half.size() - 1).minute() - half.get(0).minute();
    return new Flatness(
        name,
        slope(half, quantity) * minutes / mean(half, quantity),
        mean(last, quantity) / mean(second, quantity) - 1);
  }

  /** What is wrong, or nothing. */
  List<String> findings() {
    var findings = new ArrayList<String>();
    if (trend > MOST_TREND) {
      findings.add(name + " grows over the second half: " + this);
    }
    if (growth > MOST_GROWTH) {
      findings.add(name + " is higher at the end: " + this);
    }
    return findings;
  }

  /** Its line of a Markdown table. */
  String row() {
    return String.format(
        Locale.ROOT, "| %s | %+.1f %% | %+.1f %% |", name, 100 * trend, 100 * growth);
  }

  private static double mean(List<Sample> samples, ToDoubleFunction<Sample> quantity) {
    return samples.stream().mapToDouble(quantity).average().orElseThrow();
  }

  /** Per minute. */
  private static double slope(List<Sample> samples, ToDoubleFunction<Sample> quantity) {
    double meanX = mean(samples, Sample::minute);
    double meanY = mean(samples, quantity);
    double[] parts =
        IntStream.range(0, samples.size())
            .mapToObj(samples::get)
            .map(
                s -> {
                  double x = s.minute() - meanX;
                  return new double[] {x * (quantity.applyAsDouble(s) - meanY), x * x};
                })
            .reduce(new double[2], (a, b) -> new double[] {a[0] + b[0], a[1] + b[1]});
    return parts[0] / parts[1];
  }
}
