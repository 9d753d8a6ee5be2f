package org.messageboard.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.messageboard.client.ResponseReader.Body;

/** Thousands of connections, all on one thread. Thread-safe. */
public final class Network implements AutoCloseable {

  private static final long LOOK_NANOS = 200_000;

  private record Timer(long at, Runnable task) {}

  private final Endpoint server;
  private final Selector selector;
  private final Queue<Timer> incoming = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>((a, b) -> Long.signum(a.at() - b.at()));
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(256 * 1024).order(ByteOrder.LITTLE_ENDIAN);
  private final Thread thread = new Thread(this::run, "network");
  private volatile Throwable failure;
  private volatile boolean stopping;

  /** One whose connections all say where they go. */
  public Network() {
    this(null);
  }

  /**
   * @param server where those go that do not say otherwise
   */
  public Network(InetSocketAddress server) {
    this.server = new Endpoint(server);
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.setDaemon(true);
    thread.start();
  }

  /** Connects and sends the whole request. */
  public Connection open(Request request, Body body, Consumer<Connection> onEnd) {
    return open(server, request, body, onEnd);
  }

  /** Connects as the endpoint says and sends the whole request. */
  public Connection open(
      Endpoint endpoint, Request request, Body body, Consumer<Connection> onEnd) {
    var connection = connect(endpoint, request, body, onEnd);
    execute(() -> connection.send(request.bytes().length));
    return connection;
  }

  /** Connects; the request is sent as {@link Connection#send} says. */
  public Connection connect(Request request, Body body, Consumer<Connection> onEnd) {
    return connect(server, request, body, onEnd);
  }

  private Connection connect(
      Endpoint endpoint, Request request, Body body, Consumer<Connection> onEnd) {
    try {
      var connection = new Connection(request.bytes(), body, onEnd);
      execute(() -> connection.connect(selector, endpoint));
      return connection;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the task on the network's thread. */
  public void execute(Runnable task) {
    after(Duration.ZERO, task);
  }

  /** Has the question answered by the network's thread, and waits for it. */
  public <T> T ask(Supplier<T> question) {
    var answer = new CompletableFuture<T>();
    execute(() -> answer.complete(question.get()));
    while (!answer.isDone()) {
      check();
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return answer.join();
  }

  /** Runs the task on the network's thread after this time. */
  public void after(Duration time, Runnable task) {
    check();
    incoming.add(new Timer(System.nanoTime() + time.toNanos(), task));
    if (Thread.currentThread() != thread) {
      selector.wakeup();
    }
  }

  private void check() {
    if (failure != null) {
      throw new IllegalStateException("The network has failed.", failure);
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
