package org.messageboard.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The least that the board's path can cost in Java: the same hops, and nothing else. A post goes to
 * Kafka and is answered once Kafka has it; a consumer writes it to Redis, which numbers and
 * publishes it; every stream gets it as an event. There is no check, no history, no resuming, no
 * heartbeat and no limit.
 *
 * <p>One thread has all connections. What arrives from Redis while it writes shares the next write,
 * because one write for each event and client would cost more than the board does.
 */
final class FloorMain {

  private static final ByteBuffer ACCEPTED =
      bytes("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
  private static final ByteBuffer FAILED =
      bytes("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

  private static final int BACKLOG = 4096;
  private static final int LONGEST_REQUEST = 16 * 1024;

  private final Queue<String> published = new ConcurrentLinkedQueue<>();
  private final List<Client> streams = new ArrayList<>();
  private final Producer<String, byte[]> producer;
  private final Selector selector;
  private final ServerSocketChannel server;
  private String position = "0";

  private FloorMain(int port, FloorPipe pipe) throws IOException {
    producer = pipe.producer();
    selector = Selector.open();
    pipe.start(this::publish);
    server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress("127.0.0.1", port), BACKLOG).configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
  }

  /**
   * @param args its port, Kafka's servers, Redis' URL
   */
  public static void main(String[] args) throws IOException {
    var floor = new FloorMain(Integer.parseInt(args[0]), new FloorPipe(args[1], args[2]));
    while (true) {
      floor.selector.select(floor::serve);
      floor.deliver();
    }
  }

  /** One number, a blank, one message. */
  private void publish(String numbered) {
    published.add(numbered);
    selector.wakeup();
  }

  private void deliver() {
    var events = new StringBuilder();
    for (var next = published.poll(); next != null; next = published.poll()) {
      int blank = next.indexOf(' ');
      position = next.substring(0, blank);
      events.append(event(position)).append("data: ").append(next, blank + 1, next.length());
      events.append("\n\n");
    }
    if (!events.isEmpty()) {
      var chunk = chunk(events.toString());
      streams.removeIf(client -> !client.send(chunk.duplicate()));
    }
  }

  private void serve(SelectionKey key) {
    if (key.isAcceptable()) {
      accept();
    } else {
      ((Client) key.attachment()).serve(key);
    }
  }

  private void accept() {
    try {
      for (var socket = server.accept(); socket != null; socket = server.accept()) {
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true).configureBlocking(false);
        var client = new Client(socket);
        client.key = socket.register(selector, SelectionKey.OP_READ, client);
      }
    } catch (IOException e) {
      System.err.println("A connection could not be accepted: " + e);
    }
  }

  private static String event(String position) {
    return "id: floor:" + position + "\n";
  }

  private static ByteBuffer chunk(String body) {
    // One byte for each character: what came as UTF-8 was never decoded
    return bytes(Integer.toHexString(body.length()) + "\r\n" + body + "\r\n");
  }

  private static ByteBuffer bytes(String text) {
    var bytes = text.getBytes(ISO_8859_1);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  /** One connection: of somebody who posts, or a stream. */
  private final class Client {

    private final Queue<ByteBuffer> pending = new ArrayDeque<>();
    private final SocketChannel socket;
    private ByteBuffer request = ByteBuffer.allocate(LONGEST_REQUEST);
    private SelectionKey key;

    Client(SocketChannel socket) {
      this.socket = socket;
    }

    void serve(SelectionKey ready) {
      try {
        if (ready.isWritable()) {
          flush();
        }
        if (ready.isReadable() && request != null) {
          read();
        } else if (ready.isReadable() && socket.read(ByteBuffer.allocate(1)) < 0) {
          socket.close();
        }
      } catch (IOException | CancelledKeyException e) {
        close();
      }
    }

    private void read() throws IOException {
      if (socket.read(request) < 0) {
        socket.close();
        return;
      }
      var text = new String(request.array(), 0, request.position(), ISO_8859_1);
      int body = text.indexOf("\r\n\r\n") + 4;
      if (body < 4) {
        return;
      }
      if (text.startsWith("GET /api/messages/stream")) {
        join();
      } else if (text.length() - body >= length(text.substring(0, body))) {
        request.clear();
        post(text.substring(body).getBytes(ISO_8859_1));
      }
    }

    private int length(String head) throws IOException {
      int at = head.indexOf("Content-Length: ");
      if (at < 0 || !head.startsWith("POST /api/messages ")) {
        throw new IOException("Neither a post with a length nor a stream: " + head);
      }
      return Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)));
    }

    private void join() throws IOException {
      request = null;
      streams.add(this);
      send(bytes(STREAM));
      send(chunk(event(position) + "\n"));
    }

    /** Kafka's own thread answers; nobody else writes to this connection then. */
    private void post(byte[] message) {
      producer.send(
          new ProducerRecord<>(FloorPipe.TOPIC, "general", message),
          (metadata, failure) -> {
            try {
              socket.write((failure == null ? ACCEPTED : FAILED).duplicate());
            } catch (IOException e) {
              close();
            }
          });
    }

    /** Writes what fits and keeps the rest; false if the connection is over. */
    boolean send(ByteBuffer bytes) {
      try {
        if (!socket.isOpen()) {
          return false;
        }
        if (pending.isEmpty()) {
          socket.write(bytes);
        }
        if (bytes.hasRemaining()) {
          pending.add(bytes);
          key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
        return true;
      } catch (IOException e) {
        close();
        return false;
      }
    }

    private void flush() throws IOException {
      while (!pending.isEmpty()) {
        socket.write(pending.peek());
        if (pending.peek().hasRemaining()) {
          return;
        }
        pending.remove();
      }
      key.interestOps(SelectionKey.OP_READ);
    }

    private void close() {
      try {
        socket.close();
      } catch (IOException e) {
        System.err.println("A connection could not be closed: " + e);
      }
    }
  }
}
