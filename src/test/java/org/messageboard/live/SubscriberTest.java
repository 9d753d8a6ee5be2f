package org.messageboard.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.sse.OutboundSseEvent;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.messageboard.dev.Await;
import org.messageboard.live.Subscriber.End;
import org.messageboard.metrics.Metrics;
import org.messageboard.sse.SseFraming;

class SubscriberTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int MAX_BEHIND = 1000;
  private static final OutboundSseEvent NEWS =
      (OutboundSseEvent)
          Proxy.newProxyInstance(
              SubscriberTest.class.getClassLoader(),
              new Class<?>[] {OutboundSseEvent.class},
              (proxy, method, arguments) -> null);

  private final Hub hub =
      new Hub(
          new Events().applied("a", 1, 1),
          new SseFraming(),
          new Hub.Memory(4096, 10_000_000),
          Events.NOBODY,
          (position, type) -> {});
  private final DrainPool pool = new DrainPool(Thread::new, 1, 64);
  private final CountDownLatch reading = new CountDownLatch(1);
  private final CountDownLatch flushed = new CountDownLatch(1);
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private volatile boolean holds;
  private int published = 1;

  private final OutputStream client =
      new OutputStream() {
        @Override
        public void write(int b) {
          if (holds) {
            held.countDown();
            await(reading);
          }
          bytes.write(b);
        }

        @Override
        public void flush() {
          flushed.countDown();
        }
      };

  private Subscriber subscriber;

  @BeforeEach
  void open() {
    hub.catchUp();
    subscriber =
        new Subscriber(
            hub,
            Cursor.from(hub.buffer().newest(), null),
            new Output(client, () -> {}, new SseFraming(), new StreamMetrics(new Metrics())),
            pool,
            MAX_BEHIND,
            LIMIT.toNanos(),
            s -> over.countDown());
    subscriber.wake();
    pool.start();
    assertThat(await(flushed)).isTrue();
  }

  @Test
  void whatIsToldBesideTheEventsIsWrittenOnceInItsOrder() {
    subscriber.tell("event: read\ndata: 1\n\n".getBytes(UTF_8));
    subscriber.tell("event: read\ndata: 2\n\n".getBytes(UTF_8));
    assertThat(Await.until(() -> written().contains("data: 2"), LIMIT)).isTrue();
    subscriber.wake();
    assertThat(written()).endsWith("event: read\ndata: 1\n\nevent: read\ndata: 2\n\n");
    assertThat(written().split("data: 1", -1)).hasSize(2);
  }

  /** A client that does not read cannot make the server keep more and more. */
  @Test
  void littleIsKeptOfWhatIsToldAClientThatDoesNotRead() {
    holds = true;
    subscriber.tell(new byte[100]);
    assertThat(await(held)).isTrue();
    for (int i = 0; i < 1_000; i++) {
      subscriber.tell(new byte[100]);
    }
    long before = bytes.size();
    holds = false;
    reading.countDown();
    assertThat(Await.until(() -> bytes.size() > before + 4_000, LIMIT)).isTrue();
    subscriber.wake();
    assertThat(bytes.size()).isLessThan((int) before + 5_000);
  }

  /** Answers are not lost, so a client that does not read them must go. */
  @Test
  void aClientThatDoesNotReadItsAnswersIsTooSlow() {
    holds = true;
    subscriber.answer(new byte[100]);
    assertThat(await(held)).isTrue();
    subscriber.answer(new byte[200_000]);
    subscriber.answer(new byte[100_000]);
    assertThat(subscriber.reason()).isNull();
    subscriber.answer(new byte[1]);
    assertThat(subscriber.reason()).isEqualTo(End.SLOW);
  }

  private String written() {
    return bytes.toString(UTF_8);
  }

  @AfterEach
  void close() {
    reading.countDown();
    subscriber.close();
    assertThat(await(over)).isTrue();
    pool.stop();
  }

  @Test
  void aBurstDoesNotEndAClientThatReads() throws InterruptedException {
    // A second without events does not count as a second without reading
    Thread.sleep(1100);
    publish(5 * MAX_BEHIND);
    assertThat(subscriber.behind()).isGreaterThan(MAX_BEHIND);
    subscriber.news();
    assertThat(Await.until(() -> subscriber.behind() == 0, LIMIT)).isTrue();
    assertThat(subscriber.reason()).isNull();
  }

  @Test
  void aStalledClientIsClosedAfterASecondBeyondTheLimit() {
    holds = true;
    publish(MAX_BEHIND / 2);
    long began = System.nanoTime();
    subscriber.news();
    assertThat(await(held)).isTrue();
    publish(2 * MAX_BEHIND);
    assertThat(
            Await.until(
                () -> {
                  if (!subscriber.isClosed()) {
                    subscriber.news();
                  }
                  return subscriber.isClosed();
                },
                LIMIT))
        .isTrue();
    assertThat(subscriber.reason()).isEqualTo(End.SLOW);
    assertThat(System.nanoTime() - began).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
  }

  @Test
  void anExcessiveBurstClosesTheClient() {
    publish(9 * MAX_BEHIND);
    subscriber.news();
    assertThat(subscriber.reason()).isEqualTo(End.SLOW);
  }

  @Test
  void itEndsEvenIfItsExchangeCannotBeClosed() {
    var left = new CountDownLatch(1);
    var broken =
        new Subscriber(
            hub,
            Cursor.from(hub.buffer().newest(), null),
            new Output(client, this::fail, new SseFraming(), new StreamMetrics(new Metrics())),
            pool,
            MAX_BEHIND,
            LIMIT.toNanos(),
            s -> left.countDown());
    broken.close();
    assertThat(await(left)).isTrue();
  }

  private void fail() {
    throw new AssertionError("No exchange was ended.");
  }

  private void publish(long bytes) {
    long target = hub.buffer().bytes() + bytes;
    while (hub.buffer().bytes() < target) {
      hub.accept(Events.json("a", ++published));
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
