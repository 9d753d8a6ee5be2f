package org.messageboard.socket;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.live.Subscriber;

/**
 * A client's connection. Liberty's threads read from it, as much as has come; threads of the drain
 * write to it and close it.
 */
final class Socket implements ReadListener, FrameReader.Receiver {

  private static final Logger LOG = Logger.getLogger(Socket.class.getName());

  /** More than Liberty may have read beyond the handshake, which it gives in one piece only. */
  private static final int READ_BYTES = 16 * 1024;

  /** Messages of a client that may wait for their answers. */
  private static final int MOST_UNANSWERED = 32;

  /** How long a client that does not read may hold up its own end. */
  private static final Duration PARTING = Duration.ofSeconds(2);

  private final WebConnection connection;
  private final ServletInputStream input;
  private final DeadlineOutput output;
  private final FrameReader frames;
  private final Function<byte[], CompletableFuture<byte[]>> requests;
  private final Consumer<Socket> onClose;
  private final AtomicInteger unanswered = new AtomicInteger();
  private volatile Subscriber subscriber;

  /** What the client, or what it did, asks to close the connection with; 0 if nothing. */
  private volatile int code;

  /** Whether nothing that is written arrives any more. */
  private volatile boolean gone;

  /**
   * @param maxMessage maximum number of bytes of a client's message
   * @param requests completes with the frame of the answer to a message
   * @param onClose called when the connection is closed
   */
  Socket(
      WebConnection connection,
      int maxMessage,
      Function<byte[], CompletableFuture<byte[]>> requests,
      Consumer<Socket> onClose)
      throws IOException {
    this.connection = connection;
    this.input = connection.getInputStream();
    this.output = new DeadlineOutput(connection.getOutputStream());
    this.frames = new FrameReader(this, maxMessage);
    this.requests = requests;
    this.onClose = onClose;
  }

  OutputStream output() {
    return output;
  }

  /** Begins to read. */
  void start(Subscriber stream) {
    subscriber = stream;
    try {
      input.setReadListener(this);
    } catch (RuntimeException e) {
      // It has ended already
      onError(e);
    }
  }

  boolean isOverdue() {
    return output.isOverdue();
  }

  boolean isWriting() {
    return output.isWriting();
  }

  @Override
  public void onDataAvailable() throws IOException {
    var bytes = new byte[READ_BYTES];
    try {
      while (code == 0 && input.isReady()) {
        frames.read(bytes, Math.max(0, input.read(bytes)));
      }
    } catch (ProtocolException e) {
      LOG.log(Level.FINE, "A client broke the protocol", e);
      close(e.code());
    }
  }

  @Override
  public void text(byte[] message) {
    if (unanswered.incrementAndGet() > MOST_UNANSWERED) {
      close(CloseCode.POLICY);
      return;
    }
    requests
        .apply(message)
        .thenAccept(
            answer -> {
              unanswered.decrementAndGet();
              subscriber.answer(answer);
            });
  }

  @Override
  public void ping(byte[] payload) {
    subscriber.tell(Frames.frame(Frames.PONG, payload));
  }

  @Override
  public void close(int asked) {
    code = asked;
    subscriber.leave();
  }

  @Override
  public void onAllDataRead() {
    gone = true;
    subscriber.leave();
  }

  @Override
  public void onError(Throwable error) {
    LOG.log(Level.FINE, "A client cannot be read from any more", error);
    gone = true;
    subscriber.leave();
  }

  /** Says goodbye, unless the client does not read anyway, and closes the connection. */
  void end() {
    var parting = new CompletableFuture<Void>();
    parting
        .orTimeout(PARTING.toMillis(), MILLISECONDS)
        .exceptionallyAsync(
            late -> {
              Hangup.abortWrite(connection);
              return null;
            });
    try {
      int last = lastCode();
      if (!gone && last != 0) {
        output.write(Frames.close(last));
        output.flush();
      }
    } catch (IOException e) {
      LOG.log(Level.FINE, "A client has disconnected", e);
    } finally {
      parting.complete(null);
      onClose.accept(this);
      Hangup.on(connection);
    }
  }

  private int lastCode() {
    var stream = subscriber;
    var reason = stream == null ? Subscriber.End.SHUTDOWN : stream.reason();
    return switch (reason) {
      case SHUTDOWN -> CloseCode.GOING_AWAY;
      case SESSION -> CloseCode.UNAUTHORIZED;
      case SLOW -> 0;
      case CLIENT -> code == 0 ? CloseCode.ERROR : code;
    };
  }

  /** Gives a client up that does not read; the thread that writes to it then ends its stream. */
  void cut() {
    var stream = subscriber;
    if (stream != null) {
      stream.giveUp();
    }
    Hangup.abortWrite(connection);
  }
}
