package org.messageboard.limits;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.messageboard.client.Line;
import org.messageboard.client.Request;
import org.messageboard.client.Threads;
import org.messageboard.it.Board;

/**
 * Posts at a steady pace over one connection, once each, until the server does not answer any more
 * or it is closed. Thread-safe.
 */
final class Postings implements AutoCloseable {

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
  private static final long PACE_MILLIS = 20;

  private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
  private final Queue<String> others = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::run, "postings");
  private final Line line;
  private volatile boolean stopping;

  private Postings(InetSocketAddress server) {
    line = new Line(server, ANSWER_LIMIT);
  }

  static Postings begin(InetSocketAddress server) {
    var postings = new Postings(server);
    postings.thread.start();
    return postings;
  }

  /** Ids of the posts that were answered with 202. */
  Queue<String> accepted() {
    return accepted;
  }

  /** The answers that were something else. */
  Queue<String> others() {
    return others;
  }

  /** Any post; its text does not matter. */
  static Request post() {
    return Request.post(Board.message("limits", "x").toString());
  }

  private void run() {
    try (line) {
      while (!stopping) {
        var answer = line.ask(post());
        if (answer.status() == 202) {
          accepted.add(Board.json(answer.text()).getString("id"));
        } else {
          others.add(answer.toString());
        }
        TimeUnit.MILLISECONDS.sleep(PACE_MILLIS);
      }
    } catch (IOException e) {
      others.add(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends after the post that it is at. */
  @Override
  public void close() {
    stopping = true;
    Threads.join(thread);
  }
}
