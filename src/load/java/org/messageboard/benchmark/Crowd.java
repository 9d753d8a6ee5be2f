package org.messageboard.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.messageboard.dev.Await;

/** The clients of one measurement, and what is to be said of them all. */
final class Crowd implements AutoCloseable {

  /** How many may be connecting at a time, so that a server's queue does not overflow. */
  private static final int AT_A_TIME = 200;

  private static final Duration JOIN_LIMIT = Duration.ofSeconds(60);

  /** What is posted stays on its way for this long at most once the posting has ended. */
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);

  private final Tally tally = new Tally();
  private final List<Reader> readers = new ArrayList<>();
  private final Load load;
  private final Readers thread;

  Crowd(Target target, Load load) {
    this.load = load;
    var clients = load.clients();
    for (int i = 0; i < clients.number(); i++) {
      readers.add(reader(i, target));
    }
    thread = new Readers(readers, tally);
  }

  private Reader reader(int number, Target target) {
    var clients = load.clients();
    int channels = load.posts().channels();
    boolean stalled = number >= clients.number() - clients.stalled();
    boolean sampled = !stalled && clients.isSampled(number);
    return new Reader(
        number,
        target.server(number),
        channels == 1 ? null : load.posts().channel(number % channels),
        stalled,
        new EventScanner(tally, channels == 1, sampled));
  }

  Readers thread() {
    return thread;
  }

  Tally tally() {
    return tally;
  }

  /** Those that were asked for first, so many. */
  List<Reader> first(int number) {
    return readers.subList(0, number);
  }

  List<Reader> all() {
    return List.copyOf(readers);
  }

  /** Connects them, a few at a time, and returns when all have joined. */
  void join(List<Reader> some) {
    for (int from = 0; from < some.size(); from += AT_A_TIME) {
      var next = some.subList(from, Math.min(some.size(), from + AT_A_TIME));
      thread.connect(next);
      awaitJoined(next);
    }
  }

  private void awaitJoined(List<Reader> some) {
    if (!Await.until(() -> hasJoined(some), JOIN_LIMIT)) {
      throw new IllegalStateException(
          "Not all clients have joined. The last that failed: " + thread.reason());
    }
  }

  private boolean hasJoined(List<Reader> some) {
    return thread.ask(all -> some.stream().allMatch(r -> r.events().hasJoined()));
  }

  /** Waits until every client has received what was accepted, and says what is not so. */
  Figures settle(Posting posting) {
    Await.until(() -> lost(posting) == 0, DRAIN_LIMIT);
    return new Figures()
        .with(Figure.LOST, lost(posting))
        .with(Figure.DOUBLED, sum(r -> r.events().doubled()))
        .with(Figure.RECONNECTS, thread.closed());
  }

  /** Deliveries that were accepted and did not come, or came after a later one. */
  private long lost(Posting posting) {
    return sum(
        r -> {
          var events = r.events();
          long left = expected(r, posting) - events.events();
          return Math.max(Math.abs(left), events.missing() + events.resets());
        });
  }

  private long expected(Reader reader, Posting posting) {
    if (reader.channel() == null) {
      return posting.accepted();
    }
    return posting.accepted(reader.number() % load.posts().channels());
  }

  private long sum(ToLongFunction<Reader> of) {
    return thread.ask(all -> reading(all).mapToLong(of).sum());
  }

  private static Stream<Reader> reading(List<Reader> all) {
    return all.stream().filter(r -> !r.isStalled());
  }

  @Override
  public void close() {
    thread.close();
  }
}
