package org.messageboard.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlaceTest {

  private static final long TIME = 1_900_000_000_000L;

  @Test
  void laterRecordsHaveHigherPlaces() {
    long first = Place.after(0, TIME, 1);
    assertThat(first).isBetween(Place.first(TIME), Place.first(TIME + 1));
    assertThat(Place.after(first, TIME + 1, 1)).isGreaterThanOrEqualTo(Place.first(TIME + 1));
  }

  @Test
  void aTimestampThatGoesBackComesDirectlyAfterItsPredecessor() {
    long first = Place.after(0, TIME, 1);
    assertThat(Place.after(first, TIME - 5, 1)).isBetween(first + 1, Place.first(TIME + 1));
    assertThat(Place.after(first, TIME, 1)).isEqualTo(Place.after(first, TIME - 5, 1));
  }

  @Test
  void partitionsDoNotShareAPlace() {
    assertThat(Place.after(0, TIME, 1)).isNotEqualTo(Place.after(0, TIME, 2));
    assertThat(Place.after(Place.after(0, TIME, 2), TIME, 1) % 64).isEqualTo(1);
  }

  @Test
  void timestampsThatAreNoneDoNotCount() {
    long first = Place.after(0, TIME, 1);
    assertThat(Place.after(first, Long.MAX_VALUE, 1)).isLessThan(Place.first(TIME + 1));
    assertThat(Place.after(first, Long.MIN_VALUE, 1)).isGreaterThan(first);
    assertThat(Place.after(0, 2_527_836_800_000L, 63)).isLessThan(Place.HIGHEST);
  }
}
