package org.messageboard.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Every fault once, then some of two at a time, then some at random. {@code -Dfaults.seed=7}
 * repeats a run's choice, {@code -Dfaults.random=20} makes it longer, {@code
 * -Dfaults.only='Redis|broker'} takes only faults whose name has this in it.
 */
final class Series {

  static final long SEED = Long.getLong("faults.seed", System.nanoTime() & 0xFFFFFF);

  private static final int RANDOM = Integer.getInteger("faults.random", 5);
  private static final Pattern ONLY = Pattern.compile(System.getProperty("faults.only", ""));
  private static final int FINDINGS_SHOWN = 40;

  private final List<Outcome> outcomes = new ArrayList<>();
  private final Random random = new Random(SEED);
  private final long began = System.nanoTime();
  private final Trial trial;
  private final List<Fault> faults;

  /**
   * @param faults in the order in which they strike
   * @param overlaps makes so many faults of two at a time, of this choice
   */
  public Series(
      Trial trial, List<Fault> faults, BiFunction<Random, Integer, List<Fault>> overlaps) {
    this.trial = trial;
    this.faults =
        Stream.concat(faults.stream(), overlaps.apply(random, RANDOM).stream())
            .filter(fault -> ONLY.matcher(fault.name()).find())
            .toList();
  }

  List<Outcome> outcomes() {
    return outcomes;
  }

  /** Since the beginning. */
  Duration took() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  Stream<DynamicTest> tests() {
    System.out.println("The seed of the random faults: -Dfaults.seed=" + SEED);
    var further =
        Stream.generate(() -> faults.get(random.nextInt(faults.size())))
            .limit(faults.isEmpty() ? 0 : RANDOM);
    return Stream.concat(faults.stream(), further)
        .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> survives(fault)));
  }

  private void survives(Fault fault) throws Exception {
    var outcome = trial.run(fault);
    outcomes.add(outcome);
    System.out.println(outcome.row());
    outcome.findings().stream().limit(FINDINGS_SHOWN).forEach(System.out::println);
    assertThat(outcome.findings().stream().limit(FINDINGS_SHOWN))
        .as("%d findings after %s", outcome.findings().size(), fault.name())
        .isEmpty();
    assertThat(outcome.recovery())
        .as("recovery from " + fault.name())
        .isNotNull()
        .isLessThanOrEqualTo(fault.limit());
  }
}
