package org.messageboard.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * All clients of the stream, on one thread. One whose connection ends comes back after a second, as
 * a browser does.
 */
final class Readers implements AutoCloseable {

  private static final int BUFFER_BYTES = 256 * 1024;
  private static final int PAUSE_MILLIS = 20;
  private static final long LOOK_NANOS = 200_000;
  private static final long COME_BACK_NANOS = 1_000_000_000;

  private record Return(Reader reader, long at) {}

  private final List<Reader> readers;
  private final Tally tally;
  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Queue<Return> returns = new ArrayDeque<>();
  private final ByteBuffer buffer = Bytes.buffer(BUFFER_BYTES);
  private final Thread thread = new Thread(this::read, "readers");
  private volatile boolean stopping;
  private volatile Throwable failure;
  private long closed;
  private String reason = "";

  Readers(List<Reader> readers, Tally tally) {
    this.readers = readers;
    this.tally = tally;
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.setDaemon(true);
    thread.start();
  }

  /** Connects these, all at once. */
  void connect(List<Reader> some) {
    run(() -> some.forEach(this::connect));
  }

  /** Closes the connections of these; they do not come back by themselves. */
  void disconnect(List<Reader> some) {
    run(() -> some.forEach(this::disconnect));
  }

  private void run(Runnable task) {
    ask(
        all -> {
          task.run();
          return true;
        });
  }

  /** Has the question answered by the thread that reads, which alone may look at a client. */
  <T> T ask(Function<List<Reader>, T> question) {
    var answer = new CompletableFuture<T>();
    tasks.add(() -> answer.complete(question.apply(readers)));
    selector.wakeup();
    while (!answer.isDone() && failure == null) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    if (failure != null) {
      throw new IllegalStateException("The clients have failed.", failure);
    }
    return answer.join();
  }

  /** Events of all clients, since the beginning. */
  long events() {
    return ask(all -> tally.events());
  }

  /** Connections that ended without being asked to. */
  long closed() {
    return ask(all -> closed);
  }

  /** Why the last one of them ended. */
  String reason() {
    return ask(all -> reason);
  }

  private void read() {
    try {
      while (!stopping) {
        selector.select(this::ready, PAUSE_MILLIS);
        comeBack();
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
      }
      readers.forEach(this::disconnect);
      selector.close();
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
  }

  private void ready(SelectionKey key) {
    var reader = (Reader) key.attachment();
    try {
      reader.ready(buffer);
    } catch (IOException e) {
      lost(reader, e);
    }
  }

  private void connect(Reader reader) {
    try {
      reader.connect(selector);
    } catch (IOException e) {
      lost(reader, e);
    }
  }

  private void lost(Reader reader, IOException e) {
    closed++;
    reason = String.valueOf(e.getMessage());
    disconnect(reader);
    returns.add(new Return(reader, Clock.now() + COME_BACK_NANOS));
  }

  private void comeBack() {
    while (!returns.isEmpty() && returns.peek().at() <= Clock.now()) {
      var reader = returns.remove().reader();
      if (!reader.isConnected()) {
        connect(reader);
      }
    }
  }

  private void disconnect(Reader reader) {
    try {
      reader.disconnect();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stopping = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
