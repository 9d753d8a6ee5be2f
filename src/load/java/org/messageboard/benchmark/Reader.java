package org.messageboard.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import org.messageboard.client.Connection;
import org.messageboard.client.Endpoint;
import org.messageboard.client.Network;
import org.messageboard.client.Request;
import org.messageboard.client.ResponseReader;

/** One client of the stream. When its connection ends it may open another and go on. */
final class Reader implements ResponseReader.Body {

  /** Addresses it may come from: one has room for about 28,000 connections, old ones included. */
  private static final int SOURCES = 4;

  /** Of a client that does not read, in bytes: little waits on its side. */
  private static final int SMALL_BUFFER = 4096;

  private final int number;
  private final InetSocketAddress server;
  private final String channel;
  private final boolean stalled;
  private final EventScanner events;
  private Connection connection;

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
    return connection != null;
  }

  /**
   * Begins to connect.
   *
   * @param onLost is told why, when the connection is over without having been asked to
   */
  void connect(Network network, BiConsumer<Reader, String> onLost) {
    events.reconnected();
    connection = network.open(endpoint(), request(), this, ended -> lost(ended, onLost));
  }

  private void lost(Connection ended, BiConsumer<Reader, String> onLost) {
    if (ended.end() != Connection.End.OURS) {
      connection = null;
      onLost.accept(this, ended.end() + " " + ended.reason());
    }
  }

  @Override
  public void take(ByteBuffer piece) throws IOException {
    int status = connection.response().status();
    if (status != 200) {
      throw new IOException("Not a stream: " + status);
    }
    events.scan(piece);
    if (stalled && events.hasJoined()) {
      connection.stall();
    }
  }

  @Override
  public void end() throws IOException {
    throw new IOException("The server ended the stream.");
  }

  /** Closes the connection. */
  void disconnect() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  private Endpoint endpoint() {
    try {
      byte[] source = {127, 0, 0, (byte) (1 + number % SOURCES)};
      return new Endpoint(server, InetAddress.getByAddress(source), stalled ? SMALL_BUFFER : 0);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Four bytes are an address.", e);
    }
  }

  private Request request() {
    return Request.stream(
        channel == null ? "" : "?channel=" + channel,
        events.hasJoined() ? events.lastEventId() : "");
  }
}
