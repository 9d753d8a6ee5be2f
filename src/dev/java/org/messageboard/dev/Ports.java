package org.messageboard.dev;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Finds TCP ports nobody listens on. Another process may still take one before its user does. */
public final class Ports {

  private static final int CONNECT_MILLIS = 2_000;

  private static final int BEGIN = 20_000;
  private static final int END = 32_768;

  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(BEGIN, END));

  private Ports() {}

  /**
   * A free port, another one at every call: what a caller does not yet listen on is not given
   * again. Another process begins elsewhere.
   *
   * <p>Taken below {@value #END}, where the systems' own outgoing connections begin.
   */
  public static int free() {
    return firstFree(IntStream.generate(Ports::next).limit(END - BEGIN));
  }

  private static int next() {
    return NEXT.getAndUpdate(port -> port + 1 < END ? port + 1 : BEGIN);
  }

  /** The preferred port, or the next free one above it. */
  static int freeFrom(int preferred) {
    return firstFree(IntStream.rangeClosed(preferred, 65_535));
  }

  private static int firstFree(IntStream candidates) {
    return candidates
        .filter(Ports::isFree)
        .findFirst()
        .orElseThrow(() -> new StartException("No free port was found."));
  }

  /** Asks in both ways: macOS lets a socket be bound beside one that listens on every address. */
  static boolean isFree(int port) {
    return isBindable(port) && !isListening(port);
  }

  private static boolean isBindable(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether something on this machine accepts connections on the port, on IPv4 or IPv6. */
  static boolean isListening(int port) {
    return accepts("127.0.0.1", port) || accepts("::1", port);
  }

  /** Whether something there accepts connections. */
  public static boolean accepts(String host, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
