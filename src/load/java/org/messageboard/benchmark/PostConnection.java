package org.messageboard.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.regex.Pattern;

/** A connection that stays open and posts one message after the other. */
final class PostConnection {

  private static final Pattern LENGTH =
      Pattern.compile("\r\ncontent-length: *([0-9]+)", Pattern.CASE_INSENSITIVE);

  private static final int MOST = 16 * 1024;

  private final SocketChannel socket;
  private final ByteBuffer answer = ByteBuffer.allocate(MOST);
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
    if (socket.read(answer) < 0) {
      throw new IOException("The server closed a connection that posts.");
    }
    var text = new String(answer.array(), 0, answer.position(), ISO_8859_1);
    if (!isComplete(text)) {
      return 0;
    }
    answer.clear();
    return Integer.parseInt(text.substring(9, 12));
  }

  private static boolean isComplete(String text) {
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    var length = LENGTH.matcher(text).region(0, end);
    return length.find()
        ? text.length() >= end + 4 + Integer.parseInt(length.group(1))
        : text.endsWith("\r\n0\r\n\r\n");
  }

  void close() throws IOException {
    socket.close();
  }
}
