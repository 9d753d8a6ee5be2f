package org.messageboard.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * One blocking connection over which any bytes may be sent. It connects when it has to: at first,
 * and after the server has closed it.
 */
public final class Line implements AutoCloseable {

  private final InetSocketAddress server;
  private final int timeoutMillis;
  private final byte[] buffer = new byte[65_536];
  private Socket socket;
  private boolean used;

  /**
   * @param timeout how long one read may take
   */
  public Line(InetSocketAddress server, Duration timeout) {
    this.server = server;
    this.timeoutMillis = (int) timeout.toMillis();
  }

  /**
   * Sends a request and waits for the whole answer, or for the beginning of a stream, which is cut
   * then. A connection that the server had closed in the meantime is replaced, once.
   *
   * @throws java.net.SocketTimeoutException when the answer does not come in time
   */
  public Answer ask(Request request) throws IOException {
    boolean second = used;
    try {
      return askOnce(request);
    } catch (EOFException | SocketException e) {
      close();
      if (!second) {
        throw e;
      }
      return askOnce(request);
    }
  }

  /** Sends bytes and the end of all bytes, and waits for whatever comes until the server closes. */
  public byte[] exchange(byte[] bytes) throws IOException {
    close();
    connect();
    try {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
    } catch (SocketException e) {
      // The server may have answered and closed before it had read everything.
      return socket.getInputStream().readAllBytes();
    }
    try (var input = socket.getInputStream()) {
      return input.readAllBytes();
    } finally {
      close();
    }
  }

  /**
   * Sends a request, then, if the server switches to another protocol, bytes of that and the end of
   * all bytes, and waits for whatever comes until the server closes.
   */
  public byte[] exchange(Request request, byte[] bytes) throws IOException {
    close();
    connect();
    try (var input = socket.getInputStream()) {
      socket.getOutputStream().write(request.bytes());
      var all = new ByteArrayOutputStream();
      int first = 0;
      for (int b; first < 4 && (b = input.read()) >= 0; all.write(b)) {
        first = b == "\r\n\r\n".charAt(first) ? first + 1 : b == '\r' ? 1 : 0;
      }
      if (!all.toString(ISO_8859_1).startsWith("HTTP/1.1 101 ")) {
        return all.toByteArray();
      }
      try {
        socket.getOutputStream().write(bytes);
        socket.shutdownOutput();
      } catch (SocketException e) {
        // The server may have closed before it had read everything.
      }
      all.writeBytes(input.readAllBytes());
      return all.toByteArray();
    } finally {
      close();
    }
  }

  private Answer askOnce(Request request) throws IOException {
    connect();
    try {
      socket.getOutputStream().write(request.bytes());
    } catch (SocketException e) {
      // The server may have answered and closed before it had read everything.
      return read(request.isHead());
    }
    return read(request.isHead());
  }

  private void connect() throws IOException {
    if (socket == null) {
      used = false;
      socket = new Socket();
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(timeoutMillis);
      socket.connect(server, timeoutMillis);
    }
  }

  private Answer read(boolean bodiless) throws IOException {
    var body = new ByteArrayOutputStream();
    var response = new ResponseReader(bodiless, piece -> append(piece, body));
    boolean answered = false;
    try {
      answered = fill(response);
    } finally {
      used = true;
      if (!answered || !response.keepsAlive()) {
        close();
      }
    }
    return new Answer(response.status(), response.headers(), body.toByteArray());
  }

  private boolean fill(ResponseReader response) throws IOException {
    while (!response.isComplete() && !response.isStream()) {
      int count = socket.getInputStream().read(buffer);
      if (count < 0) {
        if (response.isCompleteAtClose()) {
          return true;
        }
        throw new EOFException("The connection ended before the answer did.");
      }
      response.read(ByteBuffer.wrap(buffer, 0, count));
    }
    return true;
  }

  private static void append(ByteBuffer piece, ByteArrayOutputStream body) {
    var bytes = new byte[piece.remaining()];
    piece.get(bytes);
    body.writeBytes(bytes);
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
