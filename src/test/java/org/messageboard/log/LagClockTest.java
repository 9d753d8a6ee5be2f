package org.messageboard.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LagClockTest {

  private static final long EVERY = 5_000_000_000L;

  private final LagClock clock = new LagClock();

  @Test
  void nothingWaitsInAPartitionThatIsApplied() {
    assertThat(clock.look(1, 0, 0)).isZero();
    assertThat(clock.look(2, 7, 7)).isZero();
  }

  @Test
  void theAgeIsThatOfTheOldestRecordThatIsNotApplied() {
    clock.look(100, 5, 5);
    assertThat(clock.look(200, 8, 5)).isZero();
    assertThat(clock.look(300, 12, 5)).isEqualTo(100);
    assertThat(clock.look(400, 14, 8)).isEqualTo(100);
    assertThat(clock.look(500, 14, 13)).isEqualTo(100);
    assertThat(clock.look(600, 14, 14)).isZero();
  }

  @Test
  void aTopicThatWasCreatedAgainBeginsAnew() {
    clock.look(100, 50, 20);
    assertThat(clock.look(200, 3, 20)).isZero();
    assertThat(clock.look(300, 4, 0)).isZero();
    assertThat(clock.look(400, 4, 0)).isEqualTo(100);
  }

  @Test
  void aLagOfManyHoursKeepsItsAge() {
    for (int i = 0; i < 5_000; i++) {
      assertThat(clock.look(i, i + 1, 0)).isEqualTo(i);
    }
  }

  @Test
  void aLagOfDaysThatIsWorkedOffHasNearlyItsAge() {
    int looks = 50_000;
    for (int i = 0; i < looks; i++) {
      clock.look(i * EVERY, i + 1, 0);
    }
    for (int next = 0; next < looks; next++) {
      long age = (looks - next) * EVERY;
      assertThat(clock.look(looks * EVERY, looks, next)).isBetween(age - age / 20, age);
    }
  }

  @Test
  void aLagOfDaysTakesLittleMemory() {
    for (int i = 0; i < 50_000; i++) {
      clock.look(i * EVERY, i + 1, 0);
      assertThat(clock.looks()).isLessThan(500);
    }
  }
}
