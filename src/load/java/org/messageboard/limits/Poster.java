package org.messageboard.limits;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.messageboard.client.Line;
import org.messageboard.client.Request;
import org.messageboard.it.Board;

/**
 * Posts 0, 1, 2, ... to a channel of its own over one connection at a steady rate, each again under
 * its key until it has a 202. A delay is caught up with.
 */
final class Poster implements Runnable {

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
  private static final long RETRY_MILLIS = 200;

  private final String name;
  private final Line line;
  private final double perSecond;
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicInteger repeats = new AtomicInteger();
  private volatile boolean stopping;
  private volatile String failure;

  /**
   * @param name author and channel
   */
  Poster(String name, InetSocketAddress server, double perSecond) {
    this.name = name;
    this.line = new Line(server, ANSWER_LIMIT);
    this.perSecond = perSecond;
  }

  /** Posts that were answered with 202. */
  long accepted() {
    return accepted.get();
  }

  /** Posts that had to be sent again. */
  int repeats() {
    return repeats.get();
  }

  /** Why it has given up, or null. */
  String failure() {
    return failure;
  }

  /** Ends it after the post that it is at. */
  void stop() {
    stopping = true;
  }

  @Override
  public void run() {
    long began = System.nanoTime();
    try (line) {
      while (!stopping) {
        long due = began + (long) (accepted.get() * 1e9 / perSecond);
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        post(accepted.get());
        accepted.incrementAndGet();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the run ends
    } catch (IOException | RuntimeException e) {
      failure = e.toString();
    }
  }

  private void post(long number) throws InterruptedException {
    var json = Board.message(name, Long.toString(number), name).toString();
    var request = Request.post(json, "Idempotency-Key: " + UUID.randomUUID());
    while (!isAccepted(request)) {
      repeats.incrementAndGet();
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    }
  }

  private boolean isAccepted(Request request) {
    try {
      var answer = line.ask(request);
      if (answer.status() != 202 && answer.status() != 503) {
        throw new IllegalStateException("A post was answered with " + answer);
      }
      return answer.status() == 202;
    } catch (IOException e) {
      return false; // it may be stored or not; the key makes it safe to repeat
    }
  }
}
