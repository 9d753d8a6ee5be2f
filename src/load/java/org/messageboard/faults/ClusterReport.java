package org.messageboard.faults;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the outcomes of the replicated site as Markdown. */
final class ClusterReport {

  private static final String HEADING = "Three brokers, two Redis and three sentinels";

  private ClusterReport() {}

  static void write(List<Outcome> outcomes, long seed, String redisVersion, Duration took) {
    var rows = outcomes.stream().map(Outcome::row).collect(Collectors.joining("\n"));
    FaultsPage.ofProject()
        .write(HEADING, TEXT.formatted(rows, seed, took.toMinutes(), redisVersion));
  }

  private static final String TEXT =
      """
      Written by `./mvnw verify -Pfaults`, with the workload, the checks and the columns of the section above. Real
      processes: three Kafka nodes, each broker and controller, every topic on all three and written to two of them at
      least (`board.topic.replication=3`); a Redis and its replica, watched by three sentinels
      (`redis.url=redis-sentinel://...`), which miss it after 1.5 s; two web servers, two consumers. What the servers send
      to Kafka, and what anybody sends to a Redis, passes a proxy that can delay, hold or cut it.

      | fault | acknowledged | lost | duplicated | reordered | otherwise wrong | resets | refused streams | longest silence | time to recover | limit |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      %s

      - **half-open**: nothing passes in either direction and neither end is told; healed means that what was held
        arrives late, cut that the connections end and what was held is lost.
      - **its replica lagging**: the replica lacks the last 60 messages and more when it becomes the primary. They are read
        from Kafka again, under a new epoch.
      - Where a broker or the primary Redis is taken over, the **time to recover** counts from the fault itself. What came
        back afterwards, perhaps still taking itself for the primary, ran for at least 200 messages before the check.
      - seed: %d, run: %d min, Redis %s
      """;
}
