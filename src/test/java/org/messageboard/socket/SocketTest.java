package org.messageboard.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.messageboard.socket.ClientFrames.bytes;
import static org.messageboard.socket.ClientFrames.frame;
import static org.messageboard.socket.ClientFrames.text;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.WebConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.messageboard.board.Position;
import org.messageboard.dev.Await;
import org.messageboard.live.Cursor;
import org.messageboard.live.DrainPool;
import org.messageboard.live.EventLog;
import org.messageboard.live.Hub;
import org.messageboard.live.Memberships;
import org.messageboard.live.Output;
import org.messageboard.live.StreamMetrics;
import org.messageboard.live.Subscriber;
import org.messageboard.metrics.Metrics;
import org.messageboard.sse.SseFraming;

class SocketTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Connection connection = new Connection();
  private final DrainPool pool = new DrainPool(Thread::new, 1, 4);
  private final LinkedBlockingQueue<CompletableFuture<byte[]>> asked = new LinkedBlockingQueue<>();
  private Socket socket;
  private Subscriber subscriber;

  @BeforeEach
  void open() throws IOException {
    socket = new Socket(connection, 1_000, this::ask, closed -> {});
    var framing = new SocketFraming();
    var output =
        new Output(socket.output(), socket::end, framing, new StreamMetrics(new Metrics()));
    subscriber =
        new Subscriber(
            hub(),
            Cursor.from(new Position("e", 1), null),
            output,
            pool,
            1_000,
            LIMIT.toNanos(),
            s -> {});
    socket.start(subscriber);
    pool.start();
  }

  private static Hub hub() {
    var log =
        new EventLog() {
          @Override
          public Optional<Page> after(long number, Position seen) {
            return Optional.empty();
          }

          @Override
          public Optional<Page> backlog(long number) {
            return Optional.empty();
          }
        };
    var nobody = new Memberships(people -> List.of(), people -> List.of());
    return new Hub(log, new SseFraming(), new Hub.Memory(16, 1_000), nobody, (at, type) -> {});
  }

  private CompletableFuture<byte[]> ask(byte[] message) {
    var answer = new CompletableFuture<byte[]>();
    asked.add(answer);
    return answer;
  }

  @AfterEach
  void close() {
    subscriber.close();
    assertThat(Await.until(() -> connection.closed.getCount() == 0, LIMIT)).isTrue();
    pool.stop();
  }

  @Test
  void anAnswerIsWrittenWhenItIsThere() throws IOException {
    connection.receive(text("{}"));
    connection.receive(frame(0x89, bytes('p')));
    assertThat(Await.until(() -> connection.written().equals("8a0170"), LIMIT)).isTrue();
    asked.remove().complete(Frames.frame(Frames.TEXT, "a".getBytes(UTF_8)));
    assertThat(Await.until(() -> connection.written().endsWith("810161"), LIMIT)).isTrue();
  }

  @Test
  void aClientThatDoesNotWaitForAnswersIsToldToGo() throws IOException {
    for (int i = 0; i < 32; i++) {
      connection.receive(text("{}"));
    }
    asked.remove().complete(new byte[0]);
    connection.receive(text("{}"));
    assertThat(subscriber.isClosed()).isFalse();
    connection.receive(text("{}"));
    assertClosedWith("03f0");
    assertThat(asked).hasSize(32);
  }

  @Test
  void theClientsCodeIsAnswered() throws IOException {
    connection.receive(frame(0x88, bytes(0x03, 0xE8)));
    assertClosedWith("03e8");
  }

  @Test
  void whoBreaksTheProtocolIsToldHow() throws IOException {
    connection.receive(frame(0x82, bytes('b')));
    assertClosedWith("03eb");
  }

  @Test
  void theServersStopIsSaid() {
    subscriber.close();
    assertClosedWith("03e9");
  }

  @Test
  void theEndOfTheSessionIsSaid() {
    subscriber.endSession("banned");
    assertClosedWith("0bb8");
    assertThat(connection.text())
        .contains("{\"type\":\"session\",\"ended\":true,\"reason\":\"banned\"}");
  }

  @Test
  void nothingIsWrittenToAClientThatHasGone() {
    connection.listener.onError(new IOException("reset"));
    assertThat(Await.until(() -> connection.closed.getCount() == 0, LIMIT)).isTrue();
    assertThat(connection.written()).isEmpty();
  }

  private void assertClosedWith(String code) {
    assertThat(Await.until(() -> connection.closed.getCount() == 0, LIMIT)).isTrue();
    assertThat(connection.written()).endsWith("8802" + code);
  }

  /** What the container hands over. */
  private static final class Connection implements WebConnection {

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final CountDownLatch closed = new CountDownLatch(1);
    private byte[] next = {};
    private ReadListener listener;

    void receive(byte[] bytes) throws IOException {
      next = bytes;
      listener.onDataAvailable();
    }

    String written() {
      return HexFormat.of().formatHex(sent.toByteArray());
    }

    String text() {
      return sent.toString(UTF_8);
    }

    @Override
    public ServletInputStream getInputStream() {
      return new ServletInputStream() {
        @Override
        public boolean isFinished() {
          return false;
        }

        @Override
        public boolean isReady() {
          return next.length > 0;
        }

        @Override
        public void setReadListener(ReadListener given) {
          listener = given;
        }

        @Override
        public int read(byte[] bytes) {
          int length = next.length;
          System.arraycopy(next, 0, bytes, 0, length);
          next = new byte[0];
          return length;
        }

        @Override
        public int read() {
          throw new UnsupportedOperationException();
        }
      };
    }

    @Override
    public ServletOutputStream getOutputStream() {
      return new ServletOutputStream() {
        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setWriteListener(WriteListener writer) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void write(int b) {
          sent.write(b);
        }
      };
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
