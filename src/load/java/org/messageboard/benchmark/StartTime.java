package org.messageboard.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** How long the server takes to be ready once its services run, and its memory then. */
final class StartTime implements Scenario.Measurement {

  private static final int STARTS = 5;

  /** Seconds until it was ready, and its resident memory in MiB. */
  private record Start(double seconds, double rss) {}

  /** The middle of several starts. */
  @Override
  public Collection<Result> on(Site site, double scale) {
    var starts = new ArrayList<>(Stream.generate(() -> start(site)).limit(STARTS).toList());
    starts.sort(Comparator.comparingDouble(Start::seconds));
    var middle = starts.get(STARTS / 2);
    var figures = new Figures().with(Figure.READY, middle.seconds).with(Figure.RSS, middle.rss);
    return List.of(new Result("", SteadyLoad.today(), figures));
  }

  /** From the start of the server's script, which becomes the JVM. */
  private static Start start(Site site) {
    var server = site.server();
    server.stop();
    long begin = System.nanoTime();
    server.start();
    double seconds = (System.nanoTime() - begin) / 1e9;
    double rss = Usage.of(List.of(server.pid())).rssBytes() / 1048576.0;
    return new Start(seconds, rss);
  }
}
