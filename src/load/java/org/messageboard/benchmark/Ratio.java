package org.messageboard.benchmark;

/** Figures that are compared with a rival's: other machines change them less than others. */
enum Ratio {
  P50(Figure.P50, Figure.P50_TO_FLOOR, Figure.P50_TO_EARLIER),
  P99(Figure.P99, Figure.P99_TO_FLOOR, Figure.P99_TO_EARLIER),
  DELIVERIES(Figure.DELIVERIES, Figure.DELIVERIES_TO_FLOOR, Figure.DELIVERIES_TO_EARLIER),
  POSTS(Figure.POSTS, Figure.POSTS_TO_FLOOR, Figure.POSTS_TO_EARLIER),
  SERVER_CPU(Figure.SERVER_CPU, Figure.CPU_TO_FLOOR, Figure.CPU_TO_EARLIER);

  private final Figure figure;
  private final Figure toFloor;
  private final Figure toEarlier;

  Ratio(Figure figure, Figure toFloor, Figure toEarlier) {
    this.figure = figure;
    this.toFloor = toFloor;
    this.toEarlier = toEarlier;
  }

  /** What is compared. */
  Figure figure() {
    return figure;
  }

  /** The board's over the rival's of this name. */
  Figure to(String rival) {
    return rival.equals(Site.FLOOR) ? toFloor : toEarlier;
  }

  /** All that both have measured; none over nothing. */
  static Figures of(Figures board, String rival, Figures others) {
    var ratios = new Figures();
    for (var ratio : values()) {
      if (board.has(ratio.figure) && others.has(ratio.figure) && others.get(ratio.figure) > 0) {
        ratios.with(ratio.to(rival), board.get(ratio.figure) / others.get(ratio.figure));
      }
    }
    return ratios;
  }
}
