package org.messageboard.faults;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.messageboard.dev.Await;

/** Publishers and subscribers at work; what they saw is in the ledger and the inboxes. */
final class Workload implements AutoCloseable {

  static final int PUBLISHERS = 4;
  static final int SUBSCRIBERS = 20;

  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Ledger ledger = new Ledger();
  private final AtomicInteger refusals = new AtomicInteger();
  private final ReentrantReadWriteLock posting = new ReentrantReadWriteLock(true);
  private final List<Subscriber> subscribers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<URI> servers;

  Workload(List<URI> servers) {
    this.servers = servers;
  }

  /** Begins to post once every subscriber has joined. */
  void start() {
    for (int i = 0; i < SUBSCRIBERS; i++) {
      var inbox = new Inbox("subscriber-" + i);
      var subscriber =
          new Subscriber(http, new Rotation(servers, i), isOverSocket(i), inbox, refusals);
      subscribers.add(subscriber);
      subscriber.start();
    }
    require(subscribers.stream().allMatch(s -> waitFor(s::hasJoined)), "Not all have joined.");
    for (int i = 0; i < PUBLISHERS; i++) {
      var name = "publisher-" + i;
      begin(name, new Publisher(name, http, new Rotation(servers, i), ledger, posting.readLock()));
    }
  }

  /** Every fourth, on all servers in turn. */
  private static boolean isOverSocket(int subscriber) {
    return subscriber / 2 % 4 == 3;
  }

  Ledger ledger() {
    return ledger;
  }

  /** Answers to subscribers after which a browser's EventSource would have given up. */
  int refusals() {
    return refusals.get();
  }

  int resets() {
    return subscribers.stream().mapToInt(s -> s.inbox().resets()).sum();
  }

  List<Received> received() {
    return subscribers.stream().map(s -> s.inbox().snapshot()).toList();
  }

  /** Lets every publisher end its post with a 202, and keeps them from the next. */
  void pause() throws InterruptedException {
    require(
        posting.writeLock().tryLock(LIMIT.toSeconds(), TimeUnit.SECONDS),
        "A message was not acknowledged within " + LIMIT);
  }

  void resume() {
    posting.writeLock().unlock();
  }

  /** Waits until this many more messages are acknowledged. */
  void awaitPosts(int more) {
    int enough = ledger.count() + more;
    require(waitFor(() -> ledger.count() >= enough), "Posting does not go on.");
  }

  /**
   * Whether, within the limit, every subscriber has something of each channel posted since then.
   */
  boolean awaitArrivalOfPostsSince(long nanos) {
    return waitFor(() -> haveArrived(ledger.since(nanos)));
  }

  private boolean haveArrived(Map<String, List<String>> posts) {
    return posts.size() == Publisher.CHANNELS.size()
        && posts.values().stream().allMatch(ids -> ids.stream().anyMatch(this::isEverywhere));
  }

  private boolean isEverywhere(String id) {
    return subscribers.stream().allMatch(s -> s.inbox().knows(id));
  }

  /** Whether, within the limit, every subscriber has all that is acknowledged. */
  boolean settle() {
    var all = ledger.acknowledged();
    return waitFor(() -> subscribers.stream().allMatch(s -> s.inbox().knowsAll(all)));
  }

  /** Waits until every subscriber has the newest messages as they are, or for the limit. */
  void awaitAgreement(Supplier<Map<String, Version>> board) {
    waitFor(() -> subscribers.stream().allMatch(s -> s.inbox().agrees(board.get())));
  }

  /** Cuts the connection of every subscriber. */
  void cutSockets() {
    subscribers.forEach(Subscriber::cut);
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    subscribers.forEach(Subscriber::close);
  }

  private void begin(String name, Runnable work) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private static boolean waitFor(java.util.function.BooleanSupplier condition) {
    return Await.until(condition, LIMIT);
  }

  private static void require(boolean fact, String otherwise) {
    if (!fact) {
      throw new AssertionError(otherwise);
    }
  }
}
