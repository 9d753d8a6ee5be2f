package org.messageboard.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.messageboard.it.BoardServer;
import org.messageboard.it.Build;
import org.messageboard.it.EmbeddedServices;

/**
 * From an earlier version to the working tree and all the way back, server by server, while people
 * post, edit, delete, react and follow: nothing is lost, doubled, swapped or reset.
 */
class UpgradeSuite {

  private static final int FINDINGS_SHOWN = 40;

  /** Kept here, or the level would be forgotten: Kafka's clients say much while servers end. */
  private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

  private static EarlierVersion earlier;
  private static Site site;
  private static Workload workload;
  private static Trial trial;

  @BeforeAll
  static void start() throws Exception {
    KAFKA.setLevel(Level.SEVERE);
    earlier = EarlierVersion.find();
    site = new Site(environment());
    site.servers().forEach(server -> server.use(earlier.build()));
    site.start();
    workload = new Workload(site.webUris());
    var kafka = site.kafka.bootstrapServers();
    trial =
        new Trial(
            workload,
            new TopicLog(kafka),
            new SentPoison(kafka),
            new RedisView(site.redis.url()),
            new ReadingCheck(site.webs)::check);
    workload.start();
    workload.awaitPosts(BoardCheck.LENGTH);
  }

  /** With so short a history in Redis that pages go on in the archive. */
  private static HashMap<String, String> environment() throws Exception {
    var postgres = EmbeddedServices.postgres();
    var environment = new HashMap<>(postgres.environment(postgres.createDatabase("upgrade")));
    environment.put("BOARD_CHANNEL_HISTORY_LENGTH", "100");
    return environment;
  }

  @AfterAll
  static void stop() {
    workload.close();
    site.close();
  }

  /** The other order on the way back, so that all mixtures are met. */
  @TestFactory
  Stream<DynamicTest> consumersBeforeWebServers() {
    return Stream.of(
        step("consumers to the working tree", consumers(), Build.ofWorkingTree()),
        step("web servers to the working tree", site.webs, Build.ofWorkingTree()),
        step("web servers back", site.webs, earlier.build()),
        step("consumers back", consumers(), earlier.build()));
  }

  @TestFactory
  Stream<DynamicTest> webServersBeforeConsumers() {
    return Stream.of(
        step("web servers to the working tree", site.webs, Build.ofWorkingTree()),
        step("consumers to the working tree", consumers(), Build.ofWorkingTree()),
        step("consumers back", consumers(), earlier.build()),
        step("web servers back", site.webs, earlier.build()));
  }

  private static List<BoardServer> consumers() {
    return site.consumers.subList(0, 2);
  }

  private static DynamicTest step(String name, List<BoardServer> servers, Build version) {
    return DynamicTest.dynamicTest(
        "%s (from %s)".formatted(name, earlier.name()), () -> replace(name, servers, version));
  }

  /** One server after the other, each once the one before is ready. */
  private static void replace(String name, List<BoardServer> servers, Build version)
      throws Exception {
    var outcome =
        trial.run(
            Fault.blow(
                name,
                () -> {
                  for (var server : servers) {
                    server.stop();
                    server.use(version);
                    server.start();
                  }
                }));
    System.out.println(outcome.row());
    assertThat(outcome.findings().stream().limit(FINDINGS_SHOWN)).as(name).isEmpty();
    assertThat(outcome.resets()).as("resets").isZero();
    assertThat(outcome.refusals()).as("answers that end an EventSource").isZero();
    assertThat(outcome.recovery()).as("recovery").isNotNull().isLessThan(outcome.limit());
  }
}
