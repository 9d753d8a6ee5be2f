package org.messageboard.limits;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.messageboard.client.Connection;
import org.messageboard.client.Network;
import org.messageboard.client.Request;

/**
 * Opens streams at a steady rate, keeps each for a random time and ends it in one of the ways in
 * which streams end: closed, reset, half closed, or left without being read for a while.
 */
final class Churn {

  /** A stream lives between no time and this. */
  private static final Duration LONGEST_LIFE = Duration.ofSeconds(20);

  private static final Duration HALF_CLOSED = Duration.ofSeconds(2);
  private static final Duration STALLED = Duration.ofSeconds(10);

  private final List<Consumer<Connection>> ends =
      List.of(Connection::close, Connection::reset, this::halfClose, this::stall);
  private final Network network;
  private final Random random;
  private final Duration pause;
  private final AtomicLong opened = new AtomicLong();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean stopping;

  /**
   * @param perSecond streams opened in a second
   */
  Churn(Network network, Random random, int perSecond) {
    this.network = network;
    this.random = random;
    this.pause = Duration.ofNanos(1_000_000_000L / perSecond);
  }

  void start() {
    network.execute(() -> next(System.nanoTime()));
  }

  /** Opens no more; those that are open live on to their end. */
  void stop() {
    stopping = true;
  }

  long opened() {
    return opened.get();
  }

  /** Streams that are open now. */
  int open() {
    return open.get();
  }

  /** Streams that were answered with something else than 200, or not at all before their end. */
  int refused() {
    return refused.get();
  }

  private void next(long due) {
    if (!stopping) {
      openOne();
      long then = due + pause.toNanos();
      network.after(Duration.ofNanos(then - System.nanoTime()), () -> next(then));
    }
  }

  private void openOne() {
    opened.incrementAndGet();
    open.incrementAndGet();
    var connection = network.open(Request.stream(), piece -> {}, this::ended);
    var end = ends.get(random.nextInt(ends.size()));
    var life = Duration.ofMillis(random.nextLong(LONGEST_LIFE.toMillis()));
    network.after(life, () -> end.accept(connection));
  }

  private void halfClose(Connection connection) {
    connection.shutdownOutput();
    network.after(HALF_CLOSED, connection::close);
  }

  private void stall(Connection connection) {
    connection.stall();
    network.after(STALLED, connection::reset);
  }

  private void ended(Connection connection) {
    open.decrementAndGet();
    int status = connection.response().status();
    if (connection.end() == Connection.End.REFUSED || status != 0 && status != 200) {
      refused.incrementAndGet();
    }
  }
}
