package org.messageboard.faults;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the outcomes as Markdown. */
final class Report {

  private static final String HEADING = "One broker, one Redis";

  private Report() {}

  static void write(List<Outcome> outcomes, long seed, String redisVersion, Duration took) {
    var rows = outcomes.stream().map(Outcome::row).collect(Collectors.joining("\n"));
    FaultsPage.ofProject()
        .write(HEADING, TEXT.formatted(rows, environment(seed, redisVersion, took)));
  }

  private static String environment(long seed, String redisVersion, Duration took) {
    return Stream.of(
            "date: " + LocalDate.now(ZoneOffset.UTC),
            "seed: " + seed,
            "run: %d min %d s".formatted(took.toMinutes(), took.toSecondsPart()),
            "machine: %d processors, %s, shared with other work"
                .formatted(
                    Runtime.getRuntime().availableProcessors(), System.getProperty("os.name")),
            "Java " + System.getProperty("java.version"),
            "Open Liberty " + System.getProperty("faults.liberty", "(version not given)"),
            "Kafka " + System.getProperty("faults.kafka") + ", one broker",
            "Redis " + redisVersion + ", append-only file")
        .map(line -> "- " + line)
        .collect(Collectors.joining("\n"));
  }

  private static final String TEXT =
      """
      Written by `./mvnw verify -Pfaults`, which fails when a message is lost, doubled or swapped, or when
      the board takes too long to recover. Real processes: one
      Kafka broker, one Redis, two web servers, two consumers. Four publishers repeat each post under its
      `Idempotency-Key` until they have a 202; twenty subscribers behave as `EventSource` does, four of them over
      WebSockets, and use the servers in turn. After every fault the posting pauses, the streams settle, and all that was
      recorded since the beginning of the run is checked against Kafka's log.

      | fault | acknowledged | lost | duplicated | reordered | otherwise wrong | resets | refused streams | longest silence | time to recover | limit |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      %s

      - **acknowledged**: posts answered with 202 during the fault and its recovery.
      - **lost, duplicated, reordered**: summed over all subscribers. A message is lost when a subscriber has it neither from
        its stream nor from the history it loads after a `reset`; duplicated when a stream brings it twice in one epoch or
        without a reset in between; reordered when subscribers disagree within an epoch or a channel differs from Kafka's log.
      - **otherwise wrong**: a refused message that appears, a Redis list that is not the true last 100, a poison record
        without its dead letter.
      - **resets**: summed over the 20 subscribers; what they then loaded as history counts as received.
      - **refused streams**: answers to subscribers after which a browser's `EventSource` would not come back by itself.
      - **longest silence**: between two messages of one channel on any one stream, the fault itself included. Each
        channel is posted to about ten times a second.
      - **time to recover**: from the end of the fault until of every channel a message posted after it was with all
        subscribers. Where others take over (a killed web server or consumer) the fault ends with the kill, otherwise when
        what was killed is ready again. The suite fails when it takes longer than the **limit**.

      %s
      """;
}
