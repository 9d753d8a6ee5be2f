package org.messageboard.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalBucketsTest {

  private static final long SECOND = 1_000_000;
  private static final Rate RATE = new Rate(60, 3);
  private static final Rate WIDE = new Rate(120, 5);

  private final LocalBuckets buckets = new LocalBuckets(100);
  private final Bucket ada = Bucket.ofPerson(Kind.POSTS, "ada", RATE);
  private final Bucket office = Bucket.ofAddress(Kind.POSTS, "office", WIDE);

  @Test
  void soManyAreAdmittedAtOnceAndThenOneInEachInterval() {
    assertThat(LongStream.range(0, 4).mapToObj(i -> take(0, ada).admitted()))
        .containsExactly(true, true, true, false);
    assertThat(take(0, ada).pause()).isEqualTo(SECOND);
    assertThat(take(SECOND - 1, ada).pause()).isEqualTo(1);
    assertThat(take(SECOND, ada).admitted()).isTrue();
    assertThat(take(SECOND, ada).admitted()).isFalse();
  }

  @Test
  void aFullBucketHoldsNoMoreHoweverLongNobodyCame() {
    take(0, ada);
    assertThat(LongStream.range(0, 4).mapToObj(i -> take(1_000 * SECOND, ada).left()))
        .containsExactly(2L, 1L, 0L, 0L);
  }

  @Test
  void whoIsRefusedByOneBucketTakesNothingFromTheOther() {
    for (int i = 0; i < 100; i++) {
      take(0, ada, office);
    }
    var bob = Bucket.ofPerson(Kind.POSTS, "bob", RATE);
    assertThat(LongStream.range(0, 3).mapToObj(i -> take(0, bob, office)))
        .extracting(Decision::admitted, decision -> decision.bucket().policy())
        .containsExactly(tuple(true, "posts"), tuple(true, "posts"), tuple(false, "posts-address"));
  }

  @Test
  void memoryIsBoundedAndWhoCameLastIsRemembered() {
    for (int i = 0; i < 100_000; i++) {
      assertThat(take(0, Bucket.ofPerson(Kind.POSTS, "person-" + i, new Rate(1, 1))).admitted())
          .isTrue();
    }
    assertThat(buckets.size()).isEqualTo(100);
    for (var who : List.of("person-99999", "person-99900")) {
      assertThat(take(0, Bucket.ofPerson(Kind.POSTS, who, new Rate(1, 1))).admitted()).isFalse();
    }
  }

  /** Not by when it will be full, but by what is in it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void decidesAsABucketThatIsFilledStepByStepWould(long seed) {
    var random = new Random(seed);
    var sequence = new RandomRequests(random);
    var reference = new Reference();
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      sequence.next();
      var decision = buckets.take(sequence.buckets(), sequence.now());
      assertThat(decision).isEqualTo(reference.take(sequence.buckets(), sequence.now()));
      refused += decision.admitted() ? 0 : 1;
    }
    assertThat(refused).isBetween(500, 4_500);
  }

  private Decision take(long now, Bucket... from) {
    return buckets.take(List.of(from), now);
  }

  /** Knows for each bucket what is in it, in microseconds of filling, and when that was. */
  private static final class Reference {

    private record Level(long filled, long at) {}

    private final Map<String, Level> levels = new HashMap<>();

    Decision take(List<Bucket> from, long now) {
      from.forEach(bucket -> levels.put(bucket.key(), new Level(filled(bucket, now), now)));
      var worst = from.get(0);
      for (var bucket : from) {
        worst = missing(bucket) > Math.max(0, missing(worst)) ? bucket : worst;
      }
      if (missing(worst) > 0) {
        return new Decision(worst, missing(worst), 0);
      }
      from.forEach(
          bucket ->
              levels.computeIfPresent(
                  bucket.key(),
                  (key, level) -> new Level(level.filled - bucket.rate().interval(), now)));
      var first = from.get(0);
      return new Decision(first, 0, levels.get(first.key()).filled / first.rate().interval());
    }

    private long filled(Bucket bucket, long now) {
      var level = levels.get(bucket.key());
      long window = bucket.rate().window();
      return level == null ? window : Math.min(window, level.filled + now - level.at);
    }

    private long missing(Bucket bucket) {
      return bucket.rate().interval() - levels.get(bucket.key()).filled;
    }
  }
}
