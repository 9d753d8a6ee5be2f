package org.messageboard.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.messageboard.dev.Await;

class DrainPoolTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean noMoreThreads;
  private final DrainPool pool = new DrainPool(this::thread, 2, 64);

  @AfterEach
  void stop() throws InterruptedException {
    pool.stop();
    for (var thread : List.copyOf(threads)) {
      thread.join(LIMIT.toMillis());
      assertThat(thread.isAlive()).isFalse();
    }
  }

  @Test
  void blockedDrainsDoNotBlockTheOthers() throws InterruptedException {
    pool.start();
    var release = new CountDownLatch(1);
    for (int i = 0; i < 20; i++) {
      pool.execute(() -> await(release));
    }
    var others = new CountDownLatch(50);
    for (int i = 0; i < 50; i++) {
      pool.execute(others::countDown);
    }
    assertThat(
            Await.until(
                () -> {
                  pool.replaceBlocked();
                  return others.getCount() == 0;
                },
                LIMIT))
        .isTrue();
    assertThat(Await.until(() -> areHeld(20), LIMIT)).isTrue();
    release.countDown();
    assertThat(Await.until(this::onlyTheTargetIsLeft, LIMIT)).isTrue();
  }

  @Test
  void awaitingAnEmptyQueueReplacesBlockedThreads() {
    pool.start();
    var release = new CountDownLatch(1);
    pool.execute(() -> await(release));
    pool.execute(() -> await(release));
    var other = new CountDownLatch(1);
    pool.execute(other::countDown);
    pool.awaitEmptyQueue(LIMIT);
    assertThat(Await.until(() -> other.getCount() == 0, LIMIT)).isTrue();
    assertThat(pool.waiting()).isZero();
    release.countDown();
    assertThat(Await.until(this::onlyTheTargetIsLeft, LIMIT)).isTrue();
  }

  @Test
  void awaitingAnEmptyQueueEndsAtTheLimit() {
    pool.start();
    noMoreThreads = true;
    var release = new CountDownLatch(1);
    for (int i = 0; i < 3; i++) {
      pool.execute(() -> await(release));
    }
    pool.awaitEmptyQueue(Duration.ofMillis(30));
    assertThat(pool.waiting()).isPositive();
    release.countDown();
    assertThat(Await.until(() -> pool.waiting() == 0, LIMIT)).isTrue();
  }

  @Test
  void startingAThreadIsRetried() {
    pool.start();
    var release = new CountDownLatch(1);
    pool.execute(() -> await(release));
    pool.execute(() -> await(release));
    noMoreThreads = true;
    var other = new CountDownLatch(1);
    pool.execute(other::countDown);
    assertThat(Await.until(() -> areHeld(2), LIMIT)).isTrue();
    assertThat(other.getCount()).isEqualTo(1);
    noMoreThreads = false;
    pool.replaceBlocked();
    assertThat(Await.until(() -> other.getCount() == 0, LIMIT)).isTrue();
    release.countDown();
    assertThat(Await.until(this::onlyTheTargetIsLeft, LIMIT)).isTrue();
  }

  private boolean areHeld(int number) {
    pool.replaceBlocked();
    return pool.blocked() == number;
  }

  private boolean onlyTheTargetIsLeft() {
    pool.replaceBlocked();
    return threads.stream().filter(Thread::isAlive).count() == 2;
  }

  private synchronized Thread thread(Runnable work) {
    if (noMoreThreads) {
      throw new OutOfMemoryError("unable to create native thread");
    }
    var thread = new Thread(work);
    threads.add(thread);
    return thread;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
