package org.messageboard.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The faults of the smallest site: one Kafka broker and one Redis. */
class FaultSuite {

  /** Kept here, or the level would be forgotten: Kafka's clients say much while it is away. */
  private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

  private static Site site;
  private static Workload workload;
  private static Series series;

  @BeforeAll
  static void start() {
    KAFKA.setLevel(Level.SEVERE);
    site = new Site(Map.of());
    site.start();
    workload = new Workload(site.webUris());
    var kafka = site.kafka.bootstrapServers();
    var redis = new RedisView(site.redis.url());
    var log = new TopicLog(kafka);
    var poison = new SentPoison(kafka);
    var data = new DataFaults(site, workload, new KafkaAdmin(kafka), log, poison);
    var processes = new ProcessFaults(site);
    var faults =
        Stream.of(new ConnectionFaults(redis, workload).all(), processes.all(), data.all())
            .flatMap(List::stream)
            .toList();
    series = new Series(new Trial(workload, log, poison, redis), faults, processes::overlapping);
    workload.start();
    workload.awaitPosts(BoardCheck.LENGTH);
  }

  @TestFactory
  Stream<DynamicTest> nothingIsLostDoubledOrSwapped() {
    return series.tests();
  }

  /** Or nothing would have been compared. */
  private static void requireChanges() {
    var versions = workload.received().get(0).versions();
    assertThat(versions.values())
        .anyMatch(version -> version.revision() > 1)
        .anyMatch(version -> version.content() == null)
        .anyMatch(version -> !version.reactions().isEmpty());
    assertThat(versions.keySet()).anyMatch(id -> id.startsWith("#"));
  }

  @AfterAll
  static void report() {
    var version = new RedisView(site.redis.url()).version();
    Report.write(series.outcomes(), Series.SEED, version, series.took());
    workload.close();
    site.close();
    requireChanges();
  }
}
