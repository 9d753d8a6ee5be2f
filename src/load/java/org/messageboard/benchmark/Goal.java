package org.messageboard.benchmark;

/**
 * What a figure should be.
 *
 * @param figure which
 * @param atLeast whether more is better
 * @param value in the figure's unit
 */
record Goal(Figure figure, boolean atLeast, double value) {

  static Goal atMost(Figure figure, double value) {
    return new Goal(figure, false, value);
  }

  static Goal atLeast(Figure figure, double value) {
    return new Goal(figure, true, value);
  }

  /** A rate to a percent: the ends of the measured time cut what is sent evenly. */
  boolean isMetBy(double measured) {
    return atLeast ? Math.round(100 * measured / value) >= 100 : measured <= value;
  }

  /** For people. */
  String text() {
    return "%s %s %s".formatted(figure.title(), atLeast ? "≥" : "≤", figure.withUnit(value));
  }
}
