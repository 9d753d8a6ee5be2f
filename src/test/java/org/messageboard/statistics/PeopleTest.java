package org.messageboard.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.board.Digest;

class PeopleTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 255})
  void fewPeopleAreCountedExactly(long count) {
    assertThat(people(0, count).and(people(0, count)).count()).isEqualTo(count);
  }

  /** Four standard errors. */
  @ParameterizedTest
  @ValueSource(longs = {256, 1_000, 100_000})
  void manyPeopleAreEstimated(long count) {
    assertThat((double) people(0, count).count()).isCloseTo(count, within(0.25 * count));
  }

  @Test
  void aUnionIsWhatAllPeopleTogetherMake() {
    assertThat(people(0, 600).and(people(400, 1_000))).isEqualTo(people(0, 1_000));
    assertThat(people(400, 1_000).and(people(0, 600))).isEqualTo(people(0, 1_000));
    assertThat(people(0, 3).and(People.NONE)).isEqualTo(People.NONE.and(people(0, 3)));
  }

  @Test
  void whatIsWrittenIsRead() {
    for (long count : new long[] {0, 1, 255, 1_000}) {
      assertThat(People.parse(people(0, count).text())).isEqualTo(people(0, count));
    }
  }

  @Test
  void whatIsWrittenOfATallyIsReadAndWhatIsNoneIsNot() {
    var tally = new Tally(1, 2, 3, people(0, 300), Responses.of(5).and(Responses.of(100)));
    assertThat(Tally.parse(tally.write())).isEqualTo(tally);
    assertThat(Tally.parse(Tally.NOTHING.write())).isEqualTo(Tally.NOTHING);
    for (var other : new String[] {"", "{}", "[]", "{\"posts\":\"1\"}"}) {
      assertThat(Tally.parse(other.getBytes())).isNull();
    }
    assertThat(Tally.parse(null)).isNull();
  }

  @Test
  void theMedianIsWithinItsPowerOfTwo() {
    assertThat(Responses.NONE.median()).isEmpty();
    assertThat(Responses.of(0).median().orElseThrow()).isBetween(0L, 1L);
    var many = LongStream.rangeClosed(1, 1_000).mapToObj(Responses::of);
    var all = many.reduce(Responses.NONE, Responses::and);
    assertThat(all.count()).isEqualTo(1_000);
    assertThat(all.median().orElseThrow()).isBetween(450L, 550L);
    assertThat(Responses.of(Long.MAX_VALUE / 2).median().orElseThrow()).isGreaterThan(2_000_000);
  }

  private static People people(long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(i -> People.of(Digest.number("person " + i)))
        .reduce(People.NONE, People::and);
  }
}
