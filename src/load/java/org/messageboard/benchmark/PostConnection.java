package org.messageboard.benchmark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.messageboard.client.ResponseReader;

/** A connection that stays open and posts one message after the other. */
final class PostConnection {

  private static final int BUFFER_BYTES = 16 * 1024;

  private final SocketChannel socket;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private ResponseReader answer = answer();
  private volatile long due;
  private volatile int channel;

  PostConnection(InetSocketAddress server, Selector selector) throws IOException {
    socket = SocketChannel.open(server);
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    socket.configureBlocking(false);
    socket.register(selector, SelectionKey.OP_READ, this);
  }

  /**
   * Posts; the answer to the one before must be there.
   *
   * @param time when it is due, in nanoseconds of {@link Clock}
   */
  void post(PostRequest request, long time) throws IOException {
    due = time;
    channel = request.channel();
    var bytes = request.due(time);
    while (bytes.hasRemaining()) {
      socket.write(bytes);
    }
  }

  /** When the message of the last post was due. */
  long due() {
    return due;
  }

  /** The index of its channel. */
  int channel() {
    return channel;
  }

  /**
   * Reads what is there.
   *
   * @return the answer's status once it is complete, else 0
   * @throws IOException if the connection is over
   */
  int read() throws IOException {
    if (socket.read(buffer.clear()) < 0) {
      throw new IOException("The server closed a connection that posts.");
    }
    answer.read(buffer.flip());
    if (!answer.isComplete()) {
      return 0;
    }
    int status = answer.status();
    answer = answer();
    return status;
  }

  private static ResponseReader answer() {
    return new ResponseReader(false, piece -> {});
  }

  void close() throws IOException {
    socket.close();
  }
}
