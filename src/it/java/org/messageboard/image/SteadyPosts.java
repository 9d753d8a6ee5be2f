package org.messageboard.image;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.messageboard.dev.Await;
import org.messageboard.it.Board;

/** Posts one message after the other, each again under its key until it has a 202. Thread-safe. */
final class SteadyPosts implements AutoCloseable {

  private static final long PACE_MILLIS = 25;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::run, "posts");
  private final Board board;
  private volatile boolean stopping;
  private volatile String failure;

  private SteadyPosts(Board board) {
    this.board = board;
  }

  static SteadyPosts to(Board board) {
    var posts = new SteadyPosts(board);
    posts.thread.setDaemon(true);
    posts.thread.start();
    return posts;
  }

  /** Ids of what was accepted so far, in order. */
  List<String> accepted() {
    return List.copyOf(accepted);
  }

  /** Returns when so many more were accepted. */
  SteadyPosts await(int more) {
    int enough = accepted.size() + more;
    if (!Await.until(() -> accepted.size() >= enough || failure != null, LIMIT)
        || failure != null) {
      throw new AssertionError("Posting does not go on: " + failure);
    }
    return this;
  }

  /** Ends after the post that it is at. */
  @Override
  public void close() {
    stopping = true;
    if (!Await.until(() -> !thread.isAlive(), LIMIT)) {
      throw new AssertionError("A post was not accepted within " + LIMIT);
    }
    if (failure != null) {
      throw new AssertionError(failure);
    }
  }

  private void run() {
    try {
      while (!stopping) {
        var key = UUID.randomUUID().toString();
        while (!isAccepted(key)) {
          TimeUnit.MILLISECONDS.sleep(PACE_MILLIS * 4);
        }
        accepted.add(key);
        TimeUnit.MILLISECONDS.sleep(PACE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      failure = e.getMessage();
    }
  }

  private boolean isAccepted(String key) {
    try {
      var answer = board.postOnce(Board.message("image", key), "Idempotency-Key", key);
      if (answer.statusCode() < 500 && answer.statusCode() != 202) {
        throw new IllegalStateException(
            "A post was answered with %s: %s".formatted(answer.statusCode(), answer.body()));
      }
      return answer.statusCode() == 202;
    } catch (UncheckedIOException e) {
      return false; // it may be stored or not; the key makes it safe to repeat
    }
  }
}
