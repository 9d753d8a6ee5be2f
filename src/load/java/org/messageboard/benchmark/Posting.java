package org.messageboard.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.messageboard.benchmark.Load.Posts;
import org.messageboard.dev.Await;

/**
 * Posts, at a fixed rate or as fast as the answers come.
 *
 * <p>At a fixed rate each post has its time, whatever became of those before it: one that finds all
 * connections busy is sent late, but carries the time it was due. A {@link Metronome} sends,
 * another thread takes the answers; without a rate that one does both.
 */
final class Posting implements AutoCloseable {

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
  private static final int PAUSE_MILLIS = 50;

  private final Posts posts;
  private final Selector selector;
  private final List<PostConnection> connections = new ArrayList<>();
  private final List<PostRequest> requests;
  private final BlockingQueue<PostConnection> idle = new LinkedBlockingQueue<>();
  private final Thread answers = new Thread(this::takeAnswers, "answers");
  private final Metronome sender;
  private final Histogram latencies = new Histogram(3);
  private final long[] accepted;
  private volatile long total;
  private volatile long from = Long.MAX_VALUE;
  private volatile boolean ending;
  private volatile boolean closing;
  private volatile Throwable failure;
  private int next;

  Posting(Target target, Posts posts) {
    this.posts = posts;
    accepted = new long[posts.channels()];
    sender = new Metronome(posts.rate(), due -> post(connection(), due), this::fail);
    requests =
        IntStream.range(0, posts.channels())
            .mapToObj(i -> new PostRequest(i, posts.channel(i), posts.textLength()))
            .toList();
    try {
      selector = Selector.open();
      for (int i = 0; i < posts.connections(); i++) {
        connections.add(new PostConnection(target.server(i), selector));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    answers.setDaemon(true);
  }

  void start() {
    if (posts.hasRate()) {
      idle.addAll(connections);
      sender.start();
    } else {
      connections.forEach(this::postAtOnce);
    }
    answers.start();
  }

  /** Latencies of answers count from now on. */
  void measure() {
    from = Clock.now();
  }

  /**
   * Posts no more, and returns when all is answered.
   *
   * @throws IllegalStateException if an answer does not come or was not a 202
   */
  void end() {
    ending = true;
    sender.stop();
    if (!Await.until(() -> failure != null || isQuiet(), ANSWER_LIMIT)) {
      fail(new IOException("Some posts had no answer within " + ANSWER_LIMIT.toSeconds() + " s."));
    }
    check();
  }

  /** Posts that were answered with 202, since the beginning. */
  long accepted() {
    check();
    return total;
  }

  /** How many of them were to the channel of this index; only after the end. */
  long accepted(int channel) {
    return accepted[channel];
  }

  /** From when a post was due until its answer, in nanoseconds; only after the end. */
  Histogram latencies() {
    return latencies;
  }

  private boolean isQuiet() {
    return idle.size() == connections.size() && !sender.isRunning();
  }

  /** The first counts: a connection that failed is missing later, and that fails too. */
  private synchronized void fail(Throwable reason) {
    if (failure == null) {
      failure = reason;
    }
  }

  private void check() {
    if (failure != null) {
      throw new IllegalStateException("Posting has failed.", failure);
    }
  }

  private PostConnection connection() throws InterruptedException, IOException {
    var connection = idle.poll(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS);
    if (connection == null) {
      throw new IOException("No post was answered for " + ANSWER_LIMIT.toSeconds() + " s.");
    }
    return connection;
  }

  private void post(PostConnection connection, long due) throws IOException {
    connection.post(requests.get(next), due);
    next = (next + 1) % requests.size();
  }

  private void postAtOnce(PostConnection connection) {
    try {
      post(connection, Clock.now());
    } catch (IOException e) {
      fail(e);
    }
  }

  private void takeAnswers() {
    try {
      while (!closing) {
        selector.select(this::take, PAUSE_MILLIS);
      }
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  private void take(SelectionKey key) {
    var connection = (PostConnection) key.attachment();
    try {
      int status = connection.read();
      if (status != 0) {
        answered(connection, status);
      }
    } catch (IOException e) {
      key.cancel();
      // The server closes connections on which nothing is posted any more
      if (!ending || !isQuiet()) {
        fail(e);
      }
    }
  }

  private void answered(PostConnection connection, int status) throws IOException {
    if (status != 202) {
      throw new IOException("A post was answered with " + status + ".");
    }
    accepted[connection.channel()]++;
    total++;
    if (connection.due() >= from) {
      latencies.recordValue(Math.max(0, Clock.now() - connection.due()));
    }
    if (posts.hasRate() || ending) {
      idle.add(connection);
    } else {
      postAtOnce(connection);
    }
  }

  @Override
  public void close() {
    ending = true;
    sender.stop();
    closing = true;
    selector.wakeup();
    try {
      answers.join();
      for (var connection : connections) {
        connection.close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
