package org.messageboard.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.messageboard.it.EmbeddedServices;

/**
 * Takes the measurements. {@code ./mvnw verify -Pbenchmark} runs all; {@code
 * -Dbenchmark.only=10x.*} those whose names match; {@code -Dbenchmark.seconds=5} for so long each,
 * idle clients three times that; {@code -Dbenchmark.against=v1.0.0} also measures that version. The
 * page has what was measured last of each.
 *
 * <p>A measurement fails when an event was lost or doubled, not when a goal was missed.
 */
class BenchmarkRun {

  private static final double USUAL_SECONDS = 20;
  private static final double SCALE =
      Integer.getInteger("benchmark.seconds", (int) USUAL_SECONDS) / USUAL_SECONDS;

  private static Site site;
  private static BenchmarkPage page;

  /** The services of the other suites would take their share of the processor. */
  @BeforeAll
  static void prepare() {
    EmbeddedServices.kafka().stop();
    EmbeddedServices.redis().stop();
    page = new BenchmarkPage(Path.of(System.getProperty("benchmark.page")));
  }

  @TestFactory
  Stream<DynamicTest> nothingIsLostOrDoubled() {
    var only = System.getProperty("benchmark.only", ".*");
    var chosen = Scenarios.all().stream().filter(s -> s.name().matches(only)).toList();
    assertThat(chosen).as("scenarios named " + only).isNotEmpty();
    return chosen.stream().map(s -> DynamicTest.dynamicTest(s.title(), () -> measure(s)));
  }

  private static void measure(Scenario scenario) throws IOException, InterruptedException {
    arrange(scenario.arrangement());
    var results = new ArrayList<Result>();
    for (var part : scenario.measurement().on(site, SCALE)) {
      results.add(new Result(scenario.name() + part.name(), part.date(), part.figures()));
    }
    results.forEach(result -> System.out.println(result.name() + " " + result.figures()));
    page.write(results, Environment.of(site, SCALE * USUAL_SECONDS));
    assertThat(results).allSatisfy(BenchmarkRun::isWhole);
  }

  private static void isWhole(Result result) {
    for (var figure : List.of(Figure.LOST, Figure.DOUBLED)) {
      if (result.figures().has(figure)) {
        assertThat(result.figures().get(figure)).as(figure.title()).isZero();
      }
    }
  }

  private static void arrange(Arrangement arrangement) {
    if (site == null || !site.arrangement().equals(arrangement)) {
      end();
      site = new Site(arrangement);
      site.start();
    }
  }

  @AfterAll
  static void end() {
    if (site != null) {
      site.close();
    }
  }
}
