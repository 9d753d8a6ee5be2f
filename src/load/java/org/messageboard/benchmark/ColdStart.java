package org.messageboard.benchmark;

import java.io.IOException;
import java.util.List;

/**
 * What the first clients of a server have, beside what they have two minutes later. Each time the
 * clients are a new process, as cold as the other.
 */
final class ColdStart implements Scenario.Measurement {

  /** Ten seconds, without any load before. */
  private static final Load MEASURED = Load.steady(10, 50).after(0).scaled(0.5);

  private static final Load BETWEEN = MEASURED.scaled(11);

  @Override
  public List<Result> on(Site site, double scale) throws IOException, InterruptedException {
    site.warm(); // Kafka and Redis
    site.server().stop();
    site.server().start();
    var first = figures(site, MEASURED);
    site.run(BETWEEN);
    var later = figures(site, MEASURED);
    double ratio = first.get(Figure.P99) / later.get(Figure.P99);
    return List.of(
        new Result("/later", SteadyLoad.today(), later),
        new Result("", SteadyLoad.today(), first.with(Figure.COLD_RATIO, ratio)));
  }

  private static Figures figures(Site site, Load load) throws IOException, InterruptedException {
    return site.run(load).iterator().next().figures();
  }
}
