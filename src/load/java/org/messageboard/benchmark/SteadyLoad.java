package org.messageboard.benchmark;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.LocalDate;
import java.time.ZoneOffset;

/** Clients listen while others post: rates, latencies and what they cost. */
final class SteadyLoad {

  private final Target target;
  private final Load load;

  SteadyLoad(Target target, Load load) {
    this.target = target;
    this.load = load;
  }

  Result run() throws InterruptedException {
    try (var crowd = new Crowd(target, load);
        var posting = new Posting(target, load.posts())) {
      crowd.join(crowd.all());
      posting.start();
      SECONDS.sleep(load.warmUp());
      var figures = measure(crowd, posting);
      posting.end();
      figures.with(crowd.settle(posting)).withLatencies(crowd.tally().latencies());
      return new Result("", today(), figures.with(answers(posting)));
    }
  }

  private Figures measure(Crowd crowd, Posting posting) throws InterruptedException {
    var window = new Window(target, crowd.thread()::events, posting::accepted);
    crowd.tally().open();
    posting.measure();
    window.begin();
    SECONDS.sleep(load.seconds());
    var figures = window.end();
    crowd.tally().close();
    int listening = (load.clients().number() - load.clients().stalled());
    return figures
        .with(Figure.CLIENTS, load.clients().number())
        .with(Figure.APPLIED, figures.get(Figure.DELIVERIES) * load.posts().channels() / listening);
  }

  private static Figures answers(Posting posting) {
    var latencies = posting.latencies();
    return new Figures()
        .with(Figure.ANSWER_P50, Figures.millis(latencies, 50))
        .with(Figure.ANSWER_P99, Figures.millis(latencies, 99));
  }

  /** The date of a result. */
  static String today() {
    return LocalDate.now(ZoneOffset.UTC).toString();
  }
}
