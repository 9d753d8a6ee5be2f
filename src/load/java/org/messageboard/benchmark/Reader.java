package org.messageboard.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One client of the stream. When its connection ends it may open another and go on. */
final class Reader {

  /** Addresses it may come from: one has room for about 28,000 connections, old ones included. */
  private static final int SOURCES = 4;

  /** Of a client that does not read, in bytes: little waits on its side. */
  private static final int SMALL_BUFFER = 4096;

  private final int number;
  private final InetSocketAddress server;
  private final String channel;
  private final boolean stalled;
  private final EventScanner events;
  private StreamResponse response;
  private SocketChannel socket;
  private SelectionKey key;

  /**
   * @param number from 0, different for each
   * @param channel what it follows; null for the whole board
   * @param stalled whether it stops reading once it has joined
   */
  Reader(
      int number, InetSocketAddress server, String channel, boolean stalled, EventScanner events) {
    this.number = number;
    this.server = server;
    this.channel = channel;
    this.stalled = stalled;
    this.events = events;
  }

  EventScanner events() {
    return events;
  }

  int number() {
    return number;
  }

  /** What it follows; null for the whole board. */
  String channel() {
    return channel;
  }

  boolean isStalled() {
    return stalled;
  }

  boolean isConnected() {
    return socket != null;
  }

  /** Begins to connect. */
  void connect(Selector selector) throws IOException {
    response = new StreamResponse(events);
    events.reconnected();
    socket = SocketChannel.open();
    socket.configureBlocking(false);
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (stalled) {
      socket.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
    }
    byte[] source = {127, 0, 0, (byte) (1 + number % SOURCES)};
    socket.bind(new InetSocketAddress(InetAddress.getByAddress(source), 0));
    key = socket.register(selector, SelectionKey.OP_CONNECT, this);
    if (socket.connect(server)) {
      request();
    }
  }

  /**
   * Does what the connection is ready for.
   *
   * @param buffer in little-endian order; empty again afterwards
   * @throws IOException when the connection is over
   */
  void ready(ByteBuffer buffer) throws IOException {
    if (!socket.isConnected()) {
      socket.finishConnect();
      request();
      return;
    }
    buffer.clear();
    int length = socket.read(buffer);
    if (length < 0) {
      throw new IOException("The server closed the connection.");
    }
    response.read(buffer, length, Clock.now());
    if (stalled && events.hasJoined()) {
      key.interestOps(0);
    }
  }

  /** Closes the connection. */
  void disconnect() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }

  private void request() throws IOException {
    var path = "/api/messages/stream" + (channel == null ? "" : "?channel=" + channel);
    var resume = events.hasJoined() ? "Last-Event-ID: " + events.lastEventId() + "\r\n" : "";
    var text =
        "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n%s\r\n"
            .formatted(path, resume);
    socket.write(ByteBuffer.wrap(text.getBytes(US_ASCII))); // fits the empty buffer of a new socket
    key.interestOps(SelectionKey.OP_READ);
  }
}
