package org.messageboard.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.messageboard.dev.ChildProcess;
import org.messageboard.it.BoardServer;

/**
 * Two faults at the same moment: two processes, chosen at random, are killed or stand still for
 * some seconds, and come back together.
 *
 * @param processes from which to choose
 * @param random the source of the choice
 */
record Overlaps(List<? extends ChildProcess> processes, Random random) {

  private static final int SHORTEST_SECONDS = 1;
  private static final int LONGEST_SECONDS = 15;

  /** That of the slower of two faults at a time; a broker's start is not in it. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /**
   * One half of a fault.
   *
   * @param needed whether the servers stand on it
   */
  private record Half(String name, Fault.Step strike, Fault.Step repair, boolean needed) {}

  List<Fault> some(int count) {
    return IntStream.range(0, count).mapToObj(i -> next()).toList();
  }

  private Fault next() {
    var shuffled = new ArrayList<ChildProcess>(processes);
    Collections.shuffle(shuffled, random);
    var one = half(shuffled.get(0));
    var other = half(shuffled.get(1));
    int seconds = random.nextInt(SHORTEST_SECONDS, LONGEST_SECONDS + 1);
    return Fault.outage(
            "%s and %s, both back after %d s".formatted(one.name(), other.name(), seconds),
            () -> {
              one.strike().run();
              other.strike().run();
              TimeUnit.SECONDS.sleep(seconds);
            },
            () -> {
              // a server is not ready before what it stands on is there
              (one.needed() ? one : other).repair().run();
              (one.needed() ? other : one).repair().run();
            })
        .within(LIMIT);
  }

  private Half half(ChildProcess process) {
    boolean needed = !(process instanceof BoardServer);
    return random.nextBoolean()
        ? new Half("kill -9 " + process.name(), process::kill, process::start, needed)
        : new Half(
            "SIGSTOP " + process.name(),
            () -> Site.suspend(process),
            () -> Site.wake(process),
            needed);
  }
}
