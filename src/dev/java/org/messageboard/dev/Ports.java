package org.messageboard.dev;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Finds free TCP ports. Another process may still take one before the caller does. */
public final class Ports {

  private static final int CONNECT_MILLIS = 2_000;

  private static final int BEGIN = 20_000;

  /** Operating systems take ports from here on for outgoing connections, at any time. */
  static final int END = 32_768;

  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(BEGIN, END));

  private Ports() {}

  /**
   * A free port, a different one at every call, because the caller may not listen on it yet. Other
   * processes start at other ports.
   *
   * <p>It is below {@value #END}, where operating systems' ports for outgoing connections start.
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

  /** Checks both: macOS lets a socket bind to a port on which another listens on all addresses. */
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

  /** Whether something on this machine accepts connections on the port, over IPv4 or IPv6. */
  public static boolean isListening(int port) {
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
