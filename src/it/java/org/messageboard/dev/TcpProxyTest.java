package org.messageboard.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

  private static final int LIMIT_MILLIS = 10_000;
  private static final int SILENCE_MILLIS = 300;

  private ServerSocket server;
  private TcpProxy proxy;
  private Socket near;
  private Socket far;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    proxy = new TcpProxy(server.getLocalPort());
    near = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    far = server.accept();
    near.setSoTimeout(LIMIT_MILLIS);
    far.setSoTimeout(LIMIT_MILLIS);
  }

  @AfterEach
  void close() throws IOException {
    near.close();
    far.close();
    proxy.close();
    server.close();
  }

  @Test
  void itForwardsBothDirectionsAndTheEnd() throws IOException {
    near.getOutputStream().write('a');
    assertThat(far.getInputStream().read()).isEqualTo('a');
    far.getOutputStream().write('b');
    assertThat(near.getInputStream().read()).isEqualTo('b');
    far.close();
    assertThat(near.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void itDelays() throws IOException {
    proxy.delay(Duration.ofMillis(200), Duration.ofMillis(50));
    long began = System.nanoTime();
    near.getOutputStream().write('a');
    assertThat(far.getInputStream().read()).isEqualTo('a');
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(140));
  }

  @Test
  void dataSentDuringAStallArrivesAfterIt() throws IOException {
    proxy.stall();
    near.getOutputStream().write('a');
    far.setSoTimeout(SILENCE_MILLIS);
    assertThatThrownBy(() -> far.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    proxy.heal();
    far.setSoTimeout(LIMIT_MILLIS);
    assertThat(far.getInputStream().read()).isEqualTo('a');
  }

  @Test
  void aStallHidesTheEndOfAConnection() throws IOException {
    proxy.stall();
    far.close();
    near.setSoTimeout(SILENCE_MILLIS);
    assertThatThrownBy(() -> near.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void aCutClosesBothSidesButNoNewConnections() throws IOException {
    proxy.cut();
    assertThat(ended(near)).isTrue();
    assertThat(ended(far)).isTrue();
    try (var next = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        var answer = server.accept()) {
      next.getOutputStream().write('c');
      assertThat(answer.getInputStream().read()).isEqualTo('c');
    }
  }

  @Test
  void onlyLostConnectionsStaySilent() throws IOException {
    proxy.lose();
    near.getOutputStream().write('a');
    far.setSoTimeout(SILENCE_MILLIS);
    assertThatThrownBy(() -> far.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    try (var next = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        var answer = server.accept()) {
      next.getOutputStream().write('c');
      assertThat(answer.getInputStream().read()).isEqualTo('c');
    }
  }

  /** Whether the connection was closed or reset. */
  private static boolean ended(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() == -1;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
