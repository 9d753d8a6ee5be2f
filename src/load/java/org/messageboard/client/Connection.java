package org.messageboard.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/**
 * One of a {@link Network}'s connections. Its methods are called on the network's thread; what it
 * has seen may be asked for by any thread.
 */
public final class Connection {

  /** How a connection ended. */
  public enum End {
    /** It could not be made. */
    REFUSED,
    /** The server closed it. */
    CLOSED,
    /** The server reset it, or what came was not HTTP or not wanted. */
    BROKEN,
    /** The client closed it. */
    OURS
  }

  private final ResponseReader response;
  private final Consumer<Connection> onEnd;
  private final ByteBuffer outgoing;
  private final SocketChannel channel;
  private SelectionKey key;
  private int allowed;
  private volatile End end;
  private volatile String reason = "";
  private volatile long answeredAt;
  private volatile long endedAt;

  /**
   * @param request what is to be sent; nothing of it is until {@link #send}
   * @param onEnd told when it is over, whoever ended it
   */
  Connection(byte[] request, ResponseReader.Body body, Consumer<Connection> onEnd)
      throws IOException {
    this.response = new ResponseReader(false, body);
    this.outgoing = ByteBuffer.wrap(request);
    this.onEnd = onEnd;
    this.channel = SocketChannel.open();
  }

  public ResponseReader response() {
    return response;
  }

  public boolean isOpen() {
    return end == null && channel.isConnected();
  }

  /** How it ended, or null while it has not. */
  public End end() {
    return end;
  }

  /** What the system said when it ended, or nothing. */
  public String reason() {
    return reason;
  }

  /** When it ended, in {@link System#nanoTime}. */
  long endedAt() {
    return endedAt;
  }

  /** When the answer was complete, in {@link System#nanoTime}; its end when it never was. */
  public long answeredAt() {
    return answeredAt == 0 ? endedAt : answeredAt;
  }

  /** Whether the server ended the response as HTTP has it, with the last chunk, and then closed. */
  public boolean endedCleanly() {
    return end == End.CLOSED && response.isComplete();
  }

  void connect(Selector selector, Endpoint endpoint) {
    try {
      channel.configureBlocking(false);
      key = channel.register(selector, SelectionKey.OP_CONNECT, this);
      endpoint.connect(channel);
    } catch (IOException e) {
      end(End.REFUSED, e);
    }
  }

  /** Allows so many more bytes of the request to leave. */
  public void send(int bytes) {
    allowed = Math.min(outgoing.capacity(), allowed + bytes);
    if (isOpen()) {
      write();
    }
  }

  /** Does what its key is ready for. */
  void ready(ByteBuffer buffer) {
    try {
      if (key.isConnectable()) {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        write();
      } else {
        if (key.isReadable()) {
          read(buffer);
        }
        if (end == null && key.isWritable()) {
          write();
        }
      }
    } catch (ConnectException e) {
      end(End.REFUSED, e);
    } catch (IOException e) {
      end(channel.isConnected() ? End.BROKEN : End.REFUSED, e);
    }
  }

  /** Closes it with a FIN, or with a RST when something has come that was not read. */
  public void close() {
    end(End.OURS, null);
  }

  /** Closes it with a RST. */
  public void reset() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      reason = e.toString(); // it is closed already
    }
    close();
  }

  /** Ends what the client sends, and goes on reading. */
  public void shutdownOutput() {
    if (isOpen()) {
      try {
        channel.shutdownOutput();
      } catch (IOException e) {
        end(End.BROKEN, e);
      }
    }
  }

  /** Reads no more, so that what the server sends fills the buffers between them. */
  public void stall() {
    if (isOpen()) {
      key.interestOps(0);
    }
  }

  private void read(ByteBuffer buffer) throws IOException {
    int count = channel.read(buffer.clear());
    if (count < 0) {
      end(End.CLOSED, null);
    } else {
      response.read(buffer.flip());
      if (response.isComplete() && answeredAt == 0) {
        answeredAt = System.nanoTime();
      }
    }
  }

  private void write() {
    try {
      channel.write(outgoing.limit(allowed));
      boolean more = outgoing.hasRemaining();
      key.interestOps(SelectionKey.OP_READ | (more ? SelectionKey.OP_WRITE : 0));
    } catch (IOException e) {
      end(End.BROKEN, e);
    }
  }

  private void end(End how, IOException why) {
    if (end == null) {
      endedAt = System.nanoTime();
      reason = why == null ? reason : why.toString();
      end = how;
      try {
        channel.close();
      } catch (IOException e) {
        reason = e.toString();
      }
      onEnd.accept(this);
    }
  }
}
