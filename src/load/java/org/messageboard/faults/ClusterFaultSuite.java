package org.messageboard.faults;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The faults of a site of which every part but the servers is replicated. */
class ClusterFaultSuite {

  /** Kept here, or the level would be forgotten: Kafka's clients say much while it is away. */
  private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

  private static final ClusterSite SITE = new ClusterSite();

  private static Workload workload;
  private static Series series;

  @BeforeAll
  static void start() {
    KAFKA.setLevel(Level.SEVERE);
    SITE.start();
    workload = new Workload(SITE.webUris());
    var log = new TopicLog(SITE.kafka.bootstrapServers());
    var poison = new SentPoison(SITE.kafka.bootstrapServers());
    var trial = new Trial(workload, log, poison, new RedisView(SITE::redisUrl));
    var faults =
        Stream.of(new ClusterFaults(SITE, workload).all(), new NetworkFaults(SITE, workload).all())
            .flatMap(List::stream)
            .map(fault -> fault.after(SITE::awaitWhole))
            .toList();
    series = new Series(trial, faults, SITE::overlapping);
    workload.start();
    workload.awaitPosts(BoardCheck.LENGTH);
  }

  @TestFactory
  Stream<DynamicTest> nothingIsLostDoubledOrSwapped() {
    return series.tests();
  }

  @AfterAll
  static void stop() {
    var version = new RedisView(SITE::redisUrl).version();
    ClusterReport.write(series.outcomes(), Series.SEED, version, series.took());
    workload.close();
    SITE.close();
  }
}
