package org.messageboard.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.messageboard.benchmark.Chart.Line;
import org.messageboard.benchmark.Chart.Point;

/** The charts of the page; one of which less than two points are known is left out. */
final class Charts {

  private static final List<Figure> LATENCIES = List.of(Figure.P50, Figure.P99, Figure.P999);

  private final Collection<Result> results;
  private final Map<String, Chart> charts = new LinkedHashMap<>();

  Charts(Collection<Result> results) {
    this.results = results;
  }

  /** By the names of their files. */
  Map<String, Chart> all() {
    var load = named("1000x[0-9]+", Figure.DELIVERIES);
    var clients = named("[0-9]+x50", Figure.CLIENTS);
    addLogarithmic(
        "latency", "Latency against load, 1,000 clients", "latency, ms", load, LATENCIES);
    addLogarithmic(
        "cpu",
        "Server CPU against load, 1,000 clients",
        "server CPU, µs per delivery",
        load,
        List.of(Figure.SERVER_CPU));
    addLogarithmic(
        "clients", "Latency against clients, 50 posts/s", "latency, ms", clients, LATENCIES);
    addLinear("memory", "Memory against connections", named("idle/[0-9]+", Figure.CLIENTS));
    return charts;
  }

  /** Results in the order of what stands on the x axis. */
  private record Row(Figure x, List<Result> results) {

    List<Point> points(Figure y) {
      return results.stream()
          .map(Result::figures)
          .filter(f -> f.has(y) && f.get(y) > 0)
          .map(f -> new Point(f.get(x), f.get(y)))
          .toList();
    }
  }

  private Row named(String pattern, Figure x) {
    var row =
        new ArrayList<>(
            results.stream()
                .filter(r -> r.name().matches(pattern))
                .filter(r -> r.figures().has(x))
                .toList());
    row.sort(Comparator.comparingDouble(r -> r.figures().get(x)));
    return new Row(x, row);
  }

  private void addLogarithmic(
      String file, String title, String unit, Row row, List<Figure> figures) {
    var lines = figures.stream().map(f -> new Line(f.title(), row.points(f))).toList();
    var points = lines.stream().flatMap(line -> line.points().stream()).toList();
    if (row.results.size() > 1 && !points.isEmpty()) {
      var xs = points.stream().mapToDouble(Point::x).summaryStatistics();
      var ys = points.stream().mapToDouble(Point::y).summaryStatistics();
      var x = Axis.logarithmic(row.x.heading(), xs.getMin(), xs.getMax());
      charts.put(
          file, new Chart(title, x, Axis.logarithmic(unit, ys.getMin(), ys.getMax()), lines));
    }
  }

  private void addLinear(String file, String title, Row row) {
    var line = new Line(Figure.RSS.title(), row.points(Figure.RSS));
    if (line.points().size() > 1) {
      var x =
          Axis.linear(
              row.x.heading(), line.points().stream().mapToDouble(Point::x).max().orElseThrow());
      var y =
          Axis.linear(
              Figure.RSS.heading(),
              line.points().stream().mapToDouble(Point::y).max().orElseThrow());
      charts.put(file, new Chart(title, x, y, List.of(line)));
    }
  }
}
