package org.messageboard.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GapTest {

  private static final Gap GAP = Gap.of("topic", Map.of(1, 4L), Map.of(1, 20L), Map.of(1, 30L));

  @Test
  void itIsTheSameWhileNothingAboutItHasChanged() {
    assertThat(Gap.of("topic", Map.of(0, 7L, 1, 4L), Map.of(1, 20L), Map.of(1, 30L)))
        .isEqualTo(GAP);
  }

  @Test
  void itIsAnotherWithWhateverMayHaveBroughtRecords() {
    assertThat(Gap.of("again", Map.of(1, 4L), Map.of(1, 20L), Map.of(1, 30L))).isNotEqualTo(GAP);
    assertThat(Gap.of("topic", Map.of(), Map.of(1, 20L), Map.of(1, 30L))).isNotEqualTo(GAP);
    assertThat(Gap.of("topic", Map.of(1, 4L), Map.of(1, 21L), Map.of(1, 30L))).isNotEqualTo(GAP);
    assertThat(Gap.of("topic", Map.of(1, 4L), Map.of(1, 20L), Map.of(1, 31L))).isNotEqualTo(GAP);
  }

  @Test
  void itIsPassedAtItsEndOrThatOfTheLog() {
    assertThat(GAP.isPassed(p -> 20)).isTrue();
    assertThat(GAP.isPassed(p -> 19)).isFalse();
    var beyondTheLog = Gap.of("topic", Map.of(), Map.of(1, Long.MAX_VALUE), Map.of(1, 30L));
    assertThat(beyondTheLog.isPassed(p -> 30)).isTrue();
    assertThat(beyondTheLog.isPassed(p -> 29)).isFalse();
  }
}
