package org.messageboard.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkPageTest {

  @TempDir Path directory;

  @Test
  void aRunReplacesItsOwnRowsOnly() throws IOException {
    var page = new BenchmarkPage(directory.resolve("BENCHMARKS.md"));
    page.write(List.of(result("10x50", 1), result("1000x150", 20)), List.of("machine: first"));
    page.write(List.of(result("10x50", 3)), List.of("machine: second"));
    assertThat(Files.readString(page.file()))
        .contains("| 10 clients, 50 posts/s | p50 ≤ 1.50 ms | 3.00 ms | **no** |")
        .contains("| 1,000 clients, 150 posts/s | p50 ≤ 15.00 ms | 20.00 ms | **no** |")
        .contains("machine: second")
        .doesNotContain("machine: first");
  }

  @Test
  void chartsAreWrittenOnceThereAreTwoPoints() throws IOException {
    var page = new BenchmarkPage(directory.resolve("BENCHMARKS.md"));
    page.write(List.of(result("1000x150", 1)), List.of());
    assertThat(directory.resolve("benchmarks/latency.svg")).doesNotExist();
    page.write(List.of(result("1000x1000", 30)), List.of());
    assertThat(directory.resolve("benchmarks/latency.svg")).exists();
    assertThat(Files.readString(page.file())).contains("(benchmarks/latency.svg)");
  }

  @Test
  void resultsAreReadAsTheyWereWritten() {
    var file = new ResultsFile(directory.resolve("results.tsv"));
    file.merge(List.of(result("a", 1.25), result("", 1e-7)));
    assertThat(file.read()).containsOnlyKeys("a", "");
    assertThat(file.read().get("a").figures().get(Figure.P50)).isEqualTo(1.25);
    assertThat(file.read().get("").figures().get(Figure.P50)).isEqualTo(1e-7);
  }

  @Test
  void namesOfScenariosAreDifferent() {
    var names = Scenarios.all().stream().map(Scenario::name).toList();
    assertThat(names).hasSizeGreaterThan(20);
    assertThat(new HashSet<>(names)).hasSameSizeAs(names);
  }

  private static Result result(String name, double p50) {
    var figures = new Figures().with(Figure.P50, p50).with(Figure.DELIVERIES, p50 * 1000);
    return new Result(name, "2026-01-01", figures.with(Figure.CLIENTS, 1000));
  }
}
