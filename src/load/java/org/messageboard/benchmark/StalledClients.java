package org.messageboard.benchmark;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** What clients that do not read cost the others: the same load with and without them. */
final class StalledClients implements Scenario.Measurement {

  private static final int CLIENTS = 1000;
  private static final int RATE = 500;

  /** Characters: long enough that a client that does not read is soon in the way. */
  private static final int TEXT = 300;

  private final int stalled;

  StalledClients(int stalled) {
    this.stalled = stalled;
  }

  @Override
  public Collection<Result> on(Site site, double scale) throws IOException, InterruptedException {
    var load = Load.steady(CLIENTS, RATE).withText(TEXT).scaled(scale);
    var without = only(site.warm().run(load));
    var with = only(site.run(load.withStalled(stalled)));
    double ratio = with.get(Figure.P99) / without.get(Figure.P99);
    return List.of(
        new Result("/none", SteadyLoad.today(), without),
        new Result("", SteadyLoad.today(), with.with(Figure.P99_RATIO, ratio)));
  }

  private static Figures only(Collection<Result> results) {
    return results.iterator().next().figures();
  }
}
