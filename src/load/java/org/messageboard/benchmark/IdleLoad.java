package org.messageboard.benchmark;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.messageboard.benchmark.Target.Part;

/** Clients that hear nothing: the memory that each holds and what their heartbeats cost. */
final class IdleLoad {

  private static final int STEPS = 6;
  private static final int SETTLE_SECONDS = 3;

  /** Two heartbeats of every client, whenever in it they are due. */
  private static final int HEARTBEATS_SECONDS = 30;

  private final Target target;
  private final Load load;

  IdleLoad(Target target, Load load) {
    this.target = target;
    this.load = load;
  }

  /** A result for each number of clients on the way, and one for the whole. */
  List<Result> run() throws InterruptedException {
    var results = new ArrayList<Result>();
    try (var crowd = new Crowd(target, load)) {
      double idle = serverCores(load.seconds());
      double before = rss();
      results.add(step(0, before));
      int joined = 0;
      for (int size : sizes()) {
        crowd.join(crowd.all().subList(joined, size));
        SECONDS.sleep(SETTLE_SECONDS);
        results.add(step(size, rss()));
        joined = size;
      }
      var figures = total(crowd, before).with(Figure.IDLE_CORES, 100 * idle);
      figures.with(Figure.HEARTBEAT_CORES, 100 * (serverCores(HEARTBEATS_SECONDS) - idle));
      results.add(new Result("", SteadyLoad.today(), figures));
    }
    return results;
  }

  private Figures total(Crowd crowd, double before) {
    int clients = load.clients().number();
    return new Figures()
        .with(Figure.CLIENTS, clients)
        .with(Figure.RSS, rss())
        .with(Figure.RSS_PER_CLIENT, 1024 * (rss() - before) / clients)
        .with(Figure.RECONNECTS, crowd.thread().closed());
  }

  private List<Integer> sizes() {
    int clients = load.clients().number();
    return IntStream.rangeClosed(1, STEPS).mapToObj(i -> i * clients / STEPS).toList();
  }

  private static Result step(int clients, double rss) {
    var figures = new Figures().with(Figure.CLIENTS, clients).with(Figure.RSS, rss);
    return new Result("/" + clients, SteadyLoad.today(), figures);
  }

  /** Of the servers, in MiB. */
  private double rss() {
    return server().rssBytes() / 1048576.0;
  }

  private double serverCores(int seconds) throws InterruptedException {
    long begin = Clock.now();
    double before = server().cpuSeconds();
    SECONDS.sleep(seconds);
    return (server().cpuSeconds() - before) / ((Clock.now() - begin) / 1e9);
  }

  private Usage server() {
    return Usage.of(target.processes().get(Part.SERVER));
  }
}
