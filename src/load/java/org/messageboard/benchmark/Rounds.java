package org.messageboard.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The board and its rivals under the same load, in turn and several times, so that what else the
 * machine does meets all of them.
 */
final class Rounds implements Scenario.Measurement {

  private static final int ROUNDS = 3;

  /** Seconds of the load before each measurement: the servers are warm. */
  private static final int WARM_UP = 2;

  private final Load load;

  Rounds(Load load) {
    this.load = load.after(WARM_UP);
  }

  @Override
  public Collection<Result> on(Site site, double scale) throws IOException, InterruptedException {
    var sites = new LinkedHashMap<>(Map.of("", site));
    sites.putAll(site.rivals());
    for (var each : sites.values()) {
      each.warm();
    }
    var rounds = new LinkedHashMap<String, List<Figures>>();
    for (int round = 0; round < ROUNDS; round++) {
      for (var each : sites.entrySet()) {
        var measured = each.getValue().run(load.scaled(scale)).iterator().next().figures();
        rounds.computeIfAbsent(each.getKey(), name -> new ArrayList<>()).add(measured);
      }
    }
    return results(rounds);
  }

  /**
   * The median of each, and the board's ratios to its rivals.
   *
   * @param rounds by the rival's name, which is empty for the board itself
   */
  static List<Result> results(Map<String, List<Figures>> rounds) {
    var results = new ArrayList<Result>();
    var board = Figures.median(rounds.get(""));
    var ratios = new Figures();
    rounds.forEach(
        (name, figures) -> {
          if (!name.isEmpty()) {
            var rival = Figures.median(figures);
            ratios.with(Ratio.of(board, name, rival));
            results.add(new Result("/" + name, SteadyLoad.today(), rival));
          }
        });
    results.add(new Result("", SteadyLoad.today(), board.with(ratios)));
    return results;
  }
}
