package org.messageboard.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.messageboard.Warnings;
import org.messageboard.dev.Await;
import org.messageboard.traces.Span;

class AnnouncerTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration NEVER = Duration.ofDays(1);

  @AutoClose private final Warnings said = new Warnings(Announcer.class);
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final AtomicInteger ticks = new AtomicInteger();
  private Runnable news = () -> done.add("news");
  private Announcer announcer = announcer(NEVER);
  private Thread thread;

  @AfterEach
  void stop() throws InterruptedException {
    announcer.stop();
    thread.join(LIMIT.toMillis());
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void anEventIsAnnounced() {
    start();
    announcer.announce();
    await("news");
    announcer.announce();
    await("news", "news");
  }

  @Test
  void eventsThatComeDuringARoundShareTheNextOne() throws Exception {
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    news =
        () -> {
          done.add("news");
          begun.countDown();
          await(go);
        };
    start();
    announcer.announce();
    await(begun);
    for (int i = 0; i < 10; i++) {
      announcer.deliver(announcer::announce, span("span"));
    }
    go.countDown();
    assertThat(Await.until(() -> done.size() == 12, LIMIT)).isTrue();
    assertThat(done).startsWith("news", "news", "span").filteredOn("news"::equals).hasSize(2);
  }

  @Test
  void aRoundThatTookLongAndBroughtManyIsFollowedByAPause() {
    var began = new CopyOnWriteArrayList<Long>();
    var ended = new CopyOnWriteArrayList<Long>();
    news =
        () -> {
          began.add(System.nanoTime());
          announcer.announce();
          await(new CountDownLatch(1), 15);
          ended.add(System.nanoTime());
        };
    for (int i = 0; i < 4; i++) {
      announcer.announce();
    }
    start();
    assertThat(Await.until(() -> began.size() > 1, LIMIT)).isTrue();
    assertThat(Duration.ofNanos(began.get(1) - ended.get(0)))
        .isGreaterThanOrEqualTo(Duration.ofMillis(12));
  }

  @Test
  void clientsLookAtTheirClocksAtEveryTickWhetherThereIsNewsOrNot() {
    announcer = announcer(Duration.ofMillis(1));
    start();
    assertThat(Await.until(() -> ticks.get() > 1, LIMIT)).isTrue();
    announcer.announce();
    await("news");
    int before = ticks.get();
    assertThat(Await.until(() -> ticks.get() > before, LIMIT)).isTrue();
  }

  @Test
  void aSpanEndsWhenItsOwnEventIsAnnounced() {
    announcer.announce();
    start();
    await("news");
    announcer.deliver(announcer::announce, span("second"));
    await("news", "news", "second");
  }

  @Test
  void theSpanOfAnEventThatTheLogHasBroughtBeforeEndsAtOnce() {
    start();
    announcer.deliver(() -> {}, span("late"));
    assertThat(done).containsExactly("late");
  }

  @Test
  void anAnnouncementThatFailedIsMadeAgainAndSaidOnceUntilOneSucceeds() {
    var failing = Set.of(1, 2, 3, 5);
    var rounds = new AtomicInteger();
    news =
        () -> {
          if (failing.contains(rounds.incrementAndGet())) {
            throw new AssertionError("of a test");
          }
          done.add("news");
        };
    announcer.deliver(announcer::announce, span("span"));
    start();
    await("news", "span");
    assertThat(said.lines()).containsExactly("SEVERE An announcement failed; it will be repeated");
    announcer.announce();
    await("news", "span", "news");
    assertThat(said.lines()).hasSize(2);
  }

  @Test
  void aTickThatFailedIsFollowedByOthers() {
    announcer =
        new Announcer(
            news,
            () -> {
              if (ticks.getAndIncrement() == 0) {
                throw new IllegalStateException("of a test");
              }
            },
            pool(),
            Duration.ofMillis(1),
            Duration.ofMillis(1));
    start();
    assertThat(Await.until(() -> ticks.get() > 1, LIMIT)).isTrue();
    assertThat(said.lines()).hasSize(1);
  }

  @Test
  void anInterruptionEndsIt() throws Exception {
    start();
    thread.interrupt();
    thread.join(LIMIT.toMillis());
    assertThat(thread.isAlive()).isFalse();
  }

  private Announcer announcer(Duration tickEvery) {
    return new Announcer(
        () -> news.run(), ticks::incrementAndGet, pool(), tickEvery, Duration.ofMillis(1));
  }

  /** Nobody waits for a thread. */
  private static DrainPool pool() {
    return new DrainPool(Thread::new, 0, 0);
  }

  private void start() {
    thread = new Thread(announcer);
    thread.start();
  }

  private void await(String... expected) {
    assertThat(Await.until(() -> done.equals(List.of(expected)), LIMIT)).as("%s", done).isTrue();
  }

  private static void await(CountDownLatch latch) {
    await(latch, LIMIT.toMillis());
  }

  private static void await(CountDownLatch latch, long millis) {
    try {
      latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Span span(String name) {
    return new Span() {
      @Override
      public String parent() {
        return "";
      }

      @Override
      public void end() {
        done.add(name);
      }

      @Override
      public void fail(Throwable error) {}
    };
  }
}
