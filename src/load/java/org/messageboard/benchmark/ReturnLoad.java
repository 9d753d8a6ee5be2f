package org.messageboard.benchmark;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import java.util.List;
import org.messageboard.dev.Await;

/**
 * Many clients lose their connections and come back at once, each with its last event id, while
 * others listen.
 */
final class ReturnLoad {

  private static final int AWAY_SECONDS = 2;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Target target;
  private final Load load;

  ReturnLoad(Target target, Load load) {
    this.target = target;
    this.load = load;
  }

  /** What the others had before, and what they had while all came back. */
  List<Result> run() throws InterruptedException {
    try (var crowd = new Crowd(target, load);
        var posting = new Posting(target, load.posts())) {
      crowd.join(crowd.all());
      posting.start();
      SECONDS.sleep(load.warmUp());
      var before = before(crowd, posting);
      var figures = comeBack(crowd, posting);
      posting.end();
      figures.with(crowd.settle(posting)).withLatencies(crowd.tally().latencies());
      return List.of(
          new Result("/before", SteadyLoad.today(), before),
          new Result("", SteadyLoad.today(), figures));
    }
  }

  private Figures before(Crowd crowd, Posting posting) throws InterruptedException {
    var window = new Window(target, crowd.thread()::events, posting::accepted);
    window.begin();
    crowd.tally().open();
    SECONDS.sleep(load.seconds());
    crowd.tally().close();
    var figures = window.end().with(Figure.CLIENTS, load.clients().number());
    SECONDS.sleep(AWAY_SECONDS); // what is on its way counts too
    return figures.withLatencies(crowd.thread().ask(all -> crowd.tally().restart()));
  }

  private Figures comeBack(Crowd crowd, Posting posting) throws InterruptedException {
    var returning = crowd.first(load.clients().returning());
    var window = new Window(target, crowd.thread()::events, posting::accepted);
    crowd.thread().disconnect(returning);
    SECONDS.sleep(AWAY_SECONDS);
    long head = crowd.thread().ask(all -> all.get(all.size() - 1).events().last());
    window.begin();
    crowd.tally().open();
    long begin = Clock.now();
    crowd.thread().connect(returning);
    boolean all = Await.until(() -> crowd.thread().ask(a -> areAt(head, returning)), LIMIT);
    double seconds = (Clock.now() - begin) / 1e9;
    crowd.tally().close();
    if (!all) {
      throw new IllegalStateException("Not all clients caught up: " + crowd.thread().reason());
    }
    return window
        .end()
        .with(Figure.CLIENTS, load.clients().number())
        .with(Figure.CATCH_UP, seconds);
  }

  private static boolean areAt(long head, List<Reader> some) {
    return some.stream().allMatch(r -> r.events().last() >= head);
  }
}
