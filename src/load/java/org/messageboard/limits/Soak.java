package org.messageboard.limits;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.messageboard.client.Network;
import org.messageboard.dev.Await;

/** The work of a soak run: clients that stay, clients that come and go, and posters. */
final class Soak implements AutoCloseable {

  private static final int POSTERS = 4;
  private static final int READERS = 20;
  private static final int CONNECTS_PER_SECOND = 10;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Network network;
  private final List<SteadyReader> readers;
  private final List<Poster> posters;
  private final List<Thread> threads;
  private final Churn churn;

  /**
   * @param rate posts in a second
   */
  Soak(Site site, Random random, double rate) {
    network = new Network(site.address());
    var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    var board = site.server().board();
    readers = Stream.generate(() -> new SteadyReader(http, board)).limit(READERS).toList();
    posters =
        IntStream.range(0, POSTERS)
            .mapToObj(i -> new Poster("poster-" + i, site.address(), rate / POSTERS))
            .toList();
    threads = posters.stream().map(poster -> new Thread(poster, "poster")).toList();
    churn = new Churn(network, random, CONNECTS_PER_SECOND);
  }

  /** Begins to post once every reader has joined. */
  void start() {
    readers.forEach(SteadyReader::start);
    if (!Await.until(() -> readers.stream().allMatch(SteadyReader::hasJoined), LIMIT)) {
      throw new AssertionError("Not all readers have joined.");
    }
    churn.start();
    threads.forEach(Thread::start);
  }

  Sample sample(double minute, ServerProbe probe) {
    var heap = probe.heap();
    return new Sample(
        minute,
        posts(),
        churn.opened(),
        READERS + churn.open(),
        heap.streams(),
        heap.bytes(),
        probe.rss(),
        probe.threads(),
        probe.files());
  }

  long posts() {
    return posters.stream().mapToLong(Poster::accepted).sum();
  }

  /** Ends the posting and waits for the last message to be with all readers. */
  void end() throws InterruptedException {
    churn.stop();
    posters.forEach(Poster::stop);
    for (var thread : threads) {
      thread.join(LIMIT.toMillis());
    }
    Await.until(() -> received().allMatch(count -> count == posts()), LIMIT);
  }

  /** What was lost, doubled, swapped or refused. */
  List<String> findings() {
    var wrong = readers.stream().map(SteadyReader::finding);
    var gaveUp = posters.stream().map(Poster::failure);
    var missing =
        received()
            .filter(count -> count != posts())
            .mapToObj(count -> "A reader has %d messages of %d".formatted(count, posts()));
    return Stream.of(wrong, gaveUp, missing)
        .flatMap(s -> s)
        .filter(s -> s != null)
        .collect(Collectors.toList());
  }

  List<String> summary() {
    return List.of(
        "%,d posts answered with 202, %d of them sent again".formatted(posts(), repeats()),
        "%,d streams opened and cut, %d refused".formatted(churn.opened(), churn.refused()),
        "%d steady readers, %,d messages received, %d connections made again"
            .formatted(READERS, received().sum(), reconnects()));
  }

  private int repeats() {
    return posters.stream().mapToInt(Poster::repeats).sum();
  }

  private int reconnects() {
    return readers.stream().mapToInt(reader -> reader.connects() - 1).sum();
  }

  private LongStream received() {
    return readers.stream().mapToLong(SteadyReader::received);
  }

  @Override
  public void close() {
    readers.forEach(SteadyReader::close);
    network.close();
  }
}
