package org.messageboard.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Lines over two axes, as SVG that follows the reader's light or dark colours.
 *
 * @param title what it shows
 * @param x to the right
 * @param y upwards
 * @param lines at most four
 */
record Chart(String title, Axis x, Axis y, List<Line> lines) {

  /** A point in the units of the axes. */
  record Point(double x, double y) {}

  /**
   * A line through points.
   *
   * @param name for the legend
   */
  record Line(String name, List<Point> points) {}

  private static final int WIDTH = 720;
  private static final int HEIGHT = 400;
  private static final int LEFT = 80;
  private static final int RIGHT = 130;
  private static final int TOP = 48;
  private static final int BOTTOM = 60;
  private static final int LEGEND_STEP = 22;

  String svg() {
    return HEAD.formatted(WIDTH, HEIGHT, escape(title))
        + text(LEFT, 26, "title", title)
        + ticks()
        + labels()
        + lines.stream().map(line -> draw(line, lines.indexOf(line))).collect(Collectors.joining())
        + "</svg>\n";
  }

  private String ticks() {
    var vertical =
        x.ticks().stream().map(v -> line(right(v), TOP, right(v), HEIGHT - BOTTOM) + xTick(v));
    var horizontal =
        y.ticks().stream().map(v -> line(LEFT, up(v), WIDTH - RIGHT, up(v)) + yTick(v));
    return vertical.collect(Collectors.joining()) + horizontal.collect(Collectors.joining());
  }

  private String xTick(double value) {
    return text(right(value), HEIGHT - BOTTOM + 18, "middle", Axis.text(value));
  }

  private String yTick(double value) {
    return text(LEFT - 8, up(value) + 4, "end", Axis.text(value));
  }

  private String labels() {
    double middle = (TOP + HEIGHT - BOTTOM) / 2.0;
    var rotated =
        "<text class=\"middle\" transform=\"translate(18 %s) rotate(-90)\">%s</text>\n"
            .formatted(number(middle), escape(y.label()));
    return text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, "middle", x.label()) + rotated;
  }

  private String draw(Line line, int index) {
    var points =
        line.points().stream().map(p -> number(right(p.x())) + "," + number(up(p.y()))).toList();
    var dots =
        points.stream()
            .map(p -> p.split(","))
            .map(
                p ->
                    "<circle class=\"c%d\" cx=\"%s\" cy=\"%s\" r=\"3.5\"/>\n"
                        .formatted(index, p[0], p[1]))
            .collect(Collectors.joining());
    double legend = TOP + 12 + LEGEND_STEP * index;
    return "<polyline class=\"c%d\" points=\"%s\"/>\n".formatted(index, String.join(" ", points))
        + dots
        + "<circle class=\"c%d\" cx=\"%d\" cy=\"%s\" r=\"4\"/>\n"
            .formatted(index, WIDTH - RIGHT + 18, number(legend - 4))
        + text(WIDTH - RIGHT + 30, legend, "legend", line.name());
  }

  private double right(double value) {
    return LEFT + x.at(value) * (WIDTH - LEFT - RIGHT);
  }

  private double up(double value) {
    return HEIGHT - BOTTOM - y.at(value) * (HEIGHT - TOP - BOTTOM);
  }

  private static String line(double x1, double y1, double x2, double y2) {
    return "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
        .formatted(number(x1), number(y1), number(x2), number(y2));
  }

  private static String text(double x, double y, String style, String text) {
    return "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n"
        .formatted(style, number(x), number(y), escape(text));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static final String HEAD =
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img">
      <title>%s</title>
      <style>
      svg { background: #ffffff; font: 13px system-ui, sans-serif; }
      text { fill: #24292f; } .title { font-weight: 600; font-size: 15px; }
      .middle { text-anchor: middle; } .end { text-anchor: end; }
      line { stroke: #d0d7de; } polyline { fill: none; stroke-width: 2; }
      polyline.c0 { stroke: #0b62c4; } circle.c0 { fill: #0b62c4; }
      polyline.c1 { stroke: #b3470b; } circle.c1 { fill: #b3470b; }
      polyline.c2 { stroke: #1a7f37; } circle.c2 { fill: #1a7f37; }
      polyline.c3 { stroke: #8250df; } circle.c3 { fill: #8250df; }
      @media (prefers-color-scheme: dark) {
      svg { background: #0d1117; } text { fill: #e6edf3; } line { stroke: #30363d; }
      polyline.c0 { stroke: #58a6ff; } circle.c0 { fill: #58a6ff; }
      polyline.c1 { stroke: #f0883e; } circle.c1 { fill: #f0883e; }
      polyline.c2 { stroke: #3fb950; } circle.c2 { fill: #3fb950; }
      polyline.c3 { stroke: #bc8cff; } circle.c3 { fill: #bc8cff; }
      }
      </style>
      """;
}
