package org.messageboard.limits;

import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Chooses at random, and always the same from the same seed.
 *
 * @param random where chance comes from
 */
record Pick(Random random) {

  /** The choices for the request of this number in the run of this seed. */
  static Pick of(long seed, long number) {
    return new Pick(new Random(seed * 0x9E3779B97F4A7C15L + number * 0xBF58476D1CE4E5B9L));
  }

  <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  String one(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** True so many times in a hundred. */
  boolean percent(int chance) {
    return random.nextInt(100) < chance;
  }

  /** From 0 to below this. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Short ones mostly, the longest now and then; from 1 on. */
  int length(int longest) {
    return percent(5) ? longest : 1 + below(percent(80) ? Math.min(12, longest) : longest);
  }

  byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  String uuid() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
