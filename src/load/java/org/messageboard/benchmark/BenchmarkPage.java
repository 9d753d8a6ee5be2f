package org.messageboard.benchmark;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.messageboard.benchmark.Scenario.Section;

/**
 * {@code docs/BENCHMARKS.md} with its charts, made anew from all results there are: those of this
 * run, and of earlier ones for what this run leaves out.
 *
 * @param file where it is; charts and results stand in {@code benchmarks} beside it
 */
record BenchmarkPage(Path file) {

  private static final List<Figure> COLUMNS =
      List.of(
          Figure.CLIENTS,
          Figure.POSTS,
          Figure.DELIVERIES,
          Figure.P50,
          Figure.P99,
          Figure.P999,
          Figure.MAX,
          Figure.ANSWER_P99,
          Figure.SERVER_CPU,
          Figure.LOAD_CPU,
          Figure.SERVER_CORES,
          Figure.LOAD_CORES,
          Figure.KAFKA_CORES,
          Figure.REDIS_CORES,
          Figure.RSS,
          Figure.CATCH_UP,
          Figure.LOST,
          Figure.DOUBLED,
          Figure.RECONNECTS);

  /**
   * Adds results, in place of earlier ones of the same names.
   *
   * @param environment lines on what they depend on
   */
  void write(Collection<Result> results, List<String> environment) {
    var stored = new ResultsFile(directory().resolve("results.tsv"));
    stored.merge(results);
    var all = stored.read();
    var charts = new Charts(all.values()).all();
    try {
      for (var chart : charts.entrySet()) {
        Files.writeString(directory().resolve(chart.getKey() + ".svg"), chart.getValue().svg());
      }
      Files.writeString(file, text(all, charts, environment));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path directory() {
    return file.toAbsolutePath().resolveSibling("benchmarks");
  }

  private static String text(
      Map<String, Result> results, Map<String, Chart> charts, List<String> environment) {
    var images =
        charts.entrySet().stream()
            .map(c -> "![%s](benchmarks/%s.svg)\n".formatted(c.getValue().title(), c.getKey()))
            .collect(joining("\n"));
    var tables = Arrays.stream(Section.values()).map(s -> table(s, results)).collect(joining());
    return TEXT.formatted(
        new RatioTable(results).text(),
        images,
        goals(results),
        tables,
        idle(results),
        Others.TEXT,
        environment.stream().map(line -> "- " + line).collect(joining("\n")));
  }

  private static String idle(Map<String, Result> results) {
    var idle = results.get("idle");
    return idle == null
        ? "not measured yet"
        : Figure.IDLE_CORES.withUnit(idle.figures().get(Figure.IDLE_CORES));
  }

  /** Every goal beside what was measured. */
  private static String goals(Map<String, Result> results) {
    return Scenarios.all().stream()
        .filter(s -> results.containsKey(s.name()))
        .flatMap(s -> goals(s, results.get(s.name())))
        .collect(joining("\n"));
  }

  private static Stream<String> goals(Scenario scenario, Result result) {
    return scenario.goals().stream()
        .filter(goal -> result.figures().has(goal.figure()))
        .map(
            goal -> {
              double measured = result.figures().get(goal.figure());
              return "| %s | %s | %s | %s |"
                  .formatted(
                      scenario.title(),
                      goal.text(),
                      goal.figure().withUnit(measured),
                      goal.isMetBy(measured) ? "yes" : "**no**");
            });
  }

  private static String table(Section section, Map<String, Result> results) {
    var rows =
        Scenarios.all().stream()
            .filter(s -> s.section() == section)
            .flatMap(s -> rows(s, results.values()))
            .toList();
    if (rows.isEmpty()) {
      return "";
    }
    var heads = COLUMNS.stream().map(Figure::heading).collect(joining(" | "));
    return "### %s\n\n| scenario | %s | date |\n| --- |%s\n%s\n\n"
        .formatted(
            section.title(), heads, " ---: |".repeat(COLUMNS.size() + 1), String.join("\n", rows));
  }

  /** One for the scenario, and one for each part of it. */
  private static Stream<String> rows(Scenario scenario, Collection<Result> results) {
    return results.stream()
        .filter(r -> r.name().equals(scenario.name()) || r.name().startsWith(scenario.name() + "/"))
        .map(result -> row(scenario, result));
  }

  private static String row(Scenario scenario, Result result) {
    var figures = COLUMNS.stream().map(result.figures()::text).collect(joining(" | "));
    return "| %s (`%s`) | %s | %s |"
        .formatted(scenario.title(), result.name(), figures, result.date());
  }

  private static final String TEXT =
      """
      # How fast the board is

      Written by `./mvnw verify -Pbenchmark`; nothing here is edited by hand. `-Dbenchmark.only=1000x.*` runs the
      scenarios whose names match and replaces their rows only, `-Dbenchmark.seconds=5` measures for a shorter time.
      A run fails when an event was lost or doubled. Its servers have no limits on how fast somebody posts
      (`LIMITS_ENABLED=false`). `./mvnw verify -Pjmh` measures the hot path by itself.

      ## Beside the floor, and beside itself

      %s

      One run has them all, each with a Kafka, a Redis and a server of its own, warmed by the same loads. The board has a
      load for 2 s and is measured, then the floor, then the older commit (`-Dbenchmark.against=<tag or commit>`), three
      times around. Of the three rounds each figure is the median. Another machine changes the figures; it changes their
      ratios less.

      The **floor** is the least that the same way can cost in Java: a plain program takes the posts, sends them to Kafka,
      answers once Kafka has them, writes them to Redis, which numbers and publishes them, and sends what it hears to
      every client. There is no HTTP server, no check, no history, no resuming and no limit in it, and its events are
      shorter.

      %s
      ## Goals

      | scenario | goal | measured | reached |
      | --- | --- | ---: | --- |
      %s

      ## All figures

      %s- **latency** (p50 to max): from the time a post was due, whether or not it could be sent then, until its event was
        read by a client: through the server, Kafka, Redis, and the server again. At a fixed rate every post has its time,
        so that a stall counts for all it delays. "As fast as they go": from the time it was sent. Of 20 clients, evenly
        spread, every event counts; **answer** is until the 202.
      - **server CPU per delivery**: user and system time of the servers' processes in the measured time, divided by the
        events that all clients read in it. It has in it what taking, writing and reading back a post costs.
      - **cores**: processor time per second, of the servers, of the clients (posting and reading), of Kafka, of Redis.
      - **lost**: every client's events are numbered, and all are looked at: one left out or out of place counts, and
        one that was answered with 202 and did not come. **doubled**: one that came again.
      - **idle clients**: memory per client is what resident memory grew by, divided by the clients; heartbeats are
        the server's processor time less that which it took before it had any, which is %s. The goal
        for memory is a fifth more than an asynchronous servlet request of the same Liberty takes that does nothing
        ([why](SCALING.md#what-limits-what)).
      - **p99 over that after two minutes**: what the first clients of a server have that has just become ready, while
        Kafka and Redis have been running, over what those have who come two minutes later. The clients are a new process
        each time.
      - **reconnects**: connections that the server ended, because the client fell behind, and that the client opened again
        with its last event id.

      ## Beside others

      %s
      ## Measured on

      %s

      Kafka, Redis, each server and all clients together are a process each, on loopback. The clients read without blocking,
      on one thread, and post from another.
      """;
}
