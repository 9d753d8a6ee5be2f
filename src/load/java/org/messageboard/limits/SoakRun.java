package org.messageboard.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.messageboard.faults.FaultsPage;

/**
 * Hours of ordinary work leave nothing behind. {@code ./mvnw verify -Dsoak.minutes=60} runs it
 * alone and writes target/soak.md; {@code -Dsoak.rate=100} posts less in a second than the 290 that
 * make a million in an hour.
 */
class SoakRun {

  private static final int MINUTES = Integer.getInteger("soak.minutes", 60);
  private static final int RATE = Integer.getInteger("soak.rate", 290);
  private static final long SEED = Long.getLong("soak.seed", 1);

  /** A shorter run is over before the caches are full, so it is not judged. */
  private static final int FEWEST_SAMPLES = 20;

  private static final String HEADING = "Hours of ordinary work";

  private static final String INTRODUCTION =
      """
      Written by `./mvnw verify -Dsoak.minutes=60`: one server, posted to by four clients, read by twenty that stay, while ten
      streams are opened and ten cut every second. The heap is measured after a full collection. The run fails when a message
      is lost, doubled or swapped for one of those that stay, or when something grows.

      """;

  private final SoakReport report =
      new SoakReport(Path.of(System.getProperty("board.target"), "soak.md"));
  private final List<Sample> samples = new ArrayList<>();

  @Test
  void nothingGrowsAndNothingIsLost() throws InterruptedException {
    try (var site = Site.start("soak", Map.of());
        var soak = new Soak(site, new Random(SEED), RATE)) {
      soak.start();
      sampleEveryMinute(soak, new ServerProbe(site.server().pid()));
      soak.end();
      var text = report.write(samples, flatness(), soak.summary());
      if (samples.size() >= FEWEST_SAMPLES) {
        FaultsPage.ofProject().write(HEADING, INTRODUCTION + text);
      }
      assertThat(soak.findings()).isEmpty();
      assertThat(flatness()).flatExtracting(Flatness::findings).isEmpty();
    }
  }

  private void sampleEveryMinute(Soak soak, ServerProbe probe) throws InterruptedException {
    long began = System.nanoTime();
    for (int minute = 1; minute <= MINUTES; minute++) {
      long due = began + Duration.ofMinutes(minute).toNanos();
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      samples.add(soak.sample(minute, probe));
      System.out.println(samples.get(samples.size() - 1).row());
      report.write(samples, flatness(), soak.summary());
      assertThat(soak.findings()).filteredOn(f -> !f.startsWith("A reader has")).isEmpty();
    }
  }

  private List<Flatness> flatness() {
    return samples.size() < FEWEST_SAMPLES
        ? List.of()
        : Stream.of(
                Flatness.of("heap after a full collection", samples, Sample::heap),
                Flatness.of("RSS", samples, Sample::rss),
                Flatness.of("threads", samples, Sample::threads),
                Flatness.of("files", samples, Sample::files),
                Flatness.of("streams held by the server", samples, Sample::streams))
            .toList();
  }
}
