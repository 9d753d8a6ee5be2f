package org.messageboard.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * An axis of a chart: from values to parts of its length.
 *
 * @param label what it shows, with its unit
 * @param logarithmic whether equal distances are equal factors
 * @param from value at its beginning
 * @param to value at its end
 */
record Axis(String label, boolean logarithmic, double from, double to) {

  private static final int TICKS = 5;

  /** One from 0 to the next round value. */
  static Axis linear(String label, double most) {
    double step = step(most);
    return new Axis(label, false, 0, step * Math.max(1, Math.ceil(most / step - 1e-9)));
  }

  /** One between powers of ten. */
  static Axis logarithmic(String label, double least, double most) {
    double from = Math.floor(Math.log10(least) + 1e-9);
    double to = Math.max(from + 1, Math.ceil(Math.log10(most) - 1e-9));
    return new Axis(label, true, Math.pow(10, from), Math.pow(10, to));
  }

  /** Where the value stands: 0 at the beginning, 1 at the end. */
  double at(double value) {
    return logarithmic
        ? Math.log10(value / from) / Math.log10(to / from)
        : (value - from) / (to - from);
  }

  /** Values to be marked. */
  List<Double> ticks() {
    return (logarithmic ? powers() : steps()).boxed().toList();
  }

  /** A value for people: 1,000,000 is 1 M. */
  static String text(double value) {
    if (value >= 1e6) {
      return plain(value / 1e6) + " M";
    }
    return value >= 1e4 ? plain(value / 1e3) + " k" : plain(value);
  }

  private DoubleStream powers() {
    int decades = (int) Math.round(Math.log10(to / from));
    return IntStream.rangeClosed(0, decades).mapToDouble(i -> from * Math.pow(10, i));
  }

  private DoubleStream steps() {
    double step = step(to);
    return IntStream.rangeClosed(0, (int) Math.round(to / step)).mapToDouble(i -> i * step);
  }

  /** 1, 2 or 5 times a power of ten, so that there are about five. */
  private static double step(double most) {
    double raw = most / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double rest = raw / power;
    return power * (rest <= 1 ? 1 : rest <= 2 ? 2 : rest <= 5 ? 5 : 10);
  }

  private static String plain(double value) {
    var text = String.format(Locale.ROOT, "%.3f", value);
    return text.replaceFirst("\\.?0+$", "");
  }
}
