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
  void theBoardStandsBesideItsRivalsOfTheSameRun() throws IOException {
    var page = new BenchmarkPage(directory.resolve("BENCHMARKS.md"));
    page.write(List.of(beside("/floor", 2), beside("/v1", 8), board(0.375)), List.of());
    var row = "| 10 clients, 50 posts/s | p50 | 3.00 ms | 2.00 ms | 1.50 | %s |";
    assertThat(Files.readString(page.file())).contains(row.formatted("`v1`: 8.00 ms | 0.38"));
    page.write(List.of(beside("/floor", 2), beside("/v2", 6), board(0.5)), List.of());
    assertThat(Files.readString(page.file()))
        .contains(row.formatted("`v2`: 6.00 ms | 0.50"))
        .doesNotContain("v1");
  }

  private static Result beside(String rival, double p50) {
    return new Result("ratio-10x50" + rival, "2026-01-01", new Figures().with(Figure.P50, p50));
  }

  private static Result board(double toEarlier) {
    var ratios = new Figures().with(Figure.P50_TO_FLOOR, 1.5);
    ratios.with(Figure.P50_TO_EARLIER, toEarlier).with(Figure.P50, 3);
    return new Result("ratio-10x50", "2026-01-01", ratios);
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
