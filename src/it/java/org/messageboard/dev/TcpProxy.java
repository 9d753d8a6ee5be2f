package org.messageboard.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Simulates a bad network: it forwards TCP connections on 127.0.0.1 from one port to another, and
 * can delay, stall or cut them. It uses two threads per connection. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {

  private static final int CHUNK = 64 * 1024;

  private final ServerSocket listening;
  private volatile int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile long delayMillis;
  private volatile long jitterMillis;
  private boolean stalled;

  /** How often connections were cut or lost; each connection remembers its value when it began. */
  private int generation;

  private int lostBefore;
  private int cutBefore;

  /**
   * Starts listening.
   *
   * @param target the port to forward to
   */
  public TcpProxy(int target) {
    this.target = target;
    try {
      listening = new ServerSocket(Ports.free(), 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    begin("accept", this::accept);
  }

  /** The port to connect to. */
  public int port() {
    return listening.getLocalPort();
  }

  /** Forwards new connections to this port; existing ones stay where they are. */
  public void redirect(int port) {
    target = port;
  }

  /** Delays everything by this time, plus or minus the jitter, in each direction. */
  public void delay(Duration time, Duration jitter) {
    delayMillis = time.toMillis();
    jitterMillis = jitter.toMillis();
  }

  /**
   * Stops forwarding, both data and the end of a connection, until {@link #heal}. TCP buffers what
   * is sent meanwhile. New connections are accepted, but get nothing either.
   */
  public synchronized void stall() {
    stalled = true;
  }

  /** Forwards again, without delay. */
  public synchronized void heal() {
    stalled = false;
    delay(Duration.ZERO, Duration.ZERO);
    notifyAll();
  }

  /** Silently drops existing connections, without closing them; new ones work. */
  public synchronized void lose() {
    lostBefore = ++generation;
  }

  /** Closes all connections on both sides. Delayed data is lost. */
  public synchronized void cut() {
    cutBefore = ++generation;
    sockets.forEach(TcpProxy::close);
    notifyAll();
  }

  @Override
  public void close() {
    close(listening);
    cut();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var client = listening.accept();
        sockets.add(client);
        int born = generation();
        begin("connect", () -> connect(client, born));
      } catch (IOException e) {
        if (!listening.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void connect(Socket client, int born) {
    try {
      awaitFlow(born);
      connect(client, new Socket(InetAddress.getLoopbackAddress(), target), born);
    } catch (IOException e) {
      discard(client); // nothing listens there, or the connection was cut
    }
  }

  private void connect(Socket client, Socket server, int born) {
    sockets.add(server);
    try {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      begin("back", () -> pump(server, client, born));
      pump(client, server, born);
    } catch (IOException e) {
      discard(client); // the connection was cut
      discard(server);
    }
  }

  private void pump(Socket from, Socket to, int born) {
    var chunk = new byte[CHUNK];
    try {
      for (int length = 0; length >= 0; length = from.getInputStream().read(chunk)) {
        awaitFlow(born);
        if (length > 0) {
          pause();
          awaitFlow(born);
          to.getOutputStream().write(chunk, 0, length);
        }
      }
      awaitFlow(born);
    } catch (IOException e) {
      // One side has ended, so end the other
    } finally {
      endInOrder(from, to, born);
    }
  }

  private void endInOrder(Socket from, Socket to, int born) {
    try {
      awaitFlow(born);
    } catch (IOException e) {
      // The connection was cut meanwhile
    }
    discard(from);
    discard(to);
  }

  private void pause() throws IOException {
    long jitter = jitterMillis;
    long time = delayMillis;
    if (time > 0) {
      sleep(time + ThreadLocalRandom.current().nextLong(-jitter, jitter + 1));
    }
  }

  /** Returns when the connection may continue; throws if it was cut. */
  private synchronized void awaitFlow(int born) throws IOException {
    try {
      while (born >= cutBefore && (stalled || born < lostBefore)) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while stalled.", e);
    }
    if (born < cutBefore) {
      throw new IOException("Cut.");
    }
  }

  private synchronized int generation() {
    return generation;
  }

  private void discard(Socket socket) {
    sockets.remove(socket);
    close(socket);
  }

  private static void sleep(long millis) throws IOException {
    try {
      Thread.sleep(Math.max(0, millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while delayed.", e);
    }
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException("A socket could not be closed.", e);
    }
  }

  private void begin(String what, Runnable work) {
    var thread = new Thread(work, "proxy-%s-%s".formatted(target, what));
    thread.setDaemon(true);
    thread.start();
  }
}
