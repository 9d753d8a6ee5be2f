package org.messageboard.limits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Thousands of connections to one server, all on one thread. Thread-safe. */
final class Network implements AutoCloseable {

  private record Timer(long at, Runnable task) {}

  private final InetSocketAddress server;
  private final Selector selector;
  private final Queue<Timer> incoming = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>((a, b) -> Long.signum(a.at() - b.at()));
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
  private final Thread thread = new Thread(this::run, "network");
  private volatile Throwable failure;
  private volatile boolean stopping;

  Network(InetSocketAddress server) {
    this.server = server;
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.setDaemon(true);
    thread.start();
  }

  /** Connects and sends the whole request. */
  Connection open(Request request, Consumer<ByteBuffer> body, Consumer<Connection> onEnd) {
    var connection = connect(request, body, onEnd);
    execute(() -> connection.send(request.bytes().length));
    return connection;
  }

  /** Connects; the request is sent as {@link Connection#send} says. */
  Connection connect(Request request, Consumer<ByteBuffer> body, Consumer<Connection> onEnd) {
    try {
      var connection = new Connection(request.bytes(), body, onEnd);
      execute(() -> connection.connect(selector, server));
      return connection;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the task on the network's thread. */
  void execute(Runnable task) {
    after(Duration.ZERO, task);
  }

  /** Runs the task on the network's thread after this time. */
  void after(Duration time, Runnable task) {
    if (failure != null) {
      throw new IllegalStateException("The network has failed.", failure);
    }
    incoming.add(new Timer(System.nanoTime() + time.toNanos(), task));
    if (Thread.currentThread() != thread) {
      selector.wakeup();
    }
  }

  private void run() {
    try {
      while (!stopping) {
        selector.select(key -> ((Connection) key.attachment()).ready(buffer), pause());
        work();
      }
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      throw new IllegalStateException("The network has failed.", e);
    } finally {
      closeAll();
    }
  }

  private long pause() {
    if (!incoming.isEmpty() || timers.isEmpty()) {
      return incoming.isEmpty() ? 100 : 1;
    }
    return Math.max(1, Math.min(100, (timers.peek().at() - System.nanoTime()) / 1_000_000));
  }

  private void work() {
    for (var timer = incoming.poll(); timer != null; timer = incoming.poll()) {
      timers.add(timer);
    }
    long now = System.nanoTime();
    while (!timers.isEmpty() && timers.peek().at() - now <= 0) {
      timers.poll().task().run();
    }
  }

  private void closeAll() {
    try {
      selector.keys().forEach(key -> ((Connection) key.attachment()).close());
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes all connections. */
  @Override
  public void close() {
    stopping = true;
    selector.wakeup();
    Threads.join(thread);
  }
}
