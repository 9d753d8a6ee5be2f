package org.messageboard.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every fault once, then some at random. {@code -Dfaults.seed=7} repeats a run's choice, {@code
 * -Dfaults.random=20} makes it longer, {@code -Dfaults.only='Redis|broker'} takes only faults whose
 * name has this in it.
 */
class FaultSuite {

  /** Kept here, or the level would be forgotten: Kafka's clients say much while it is away. */
  private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

  private static final long SEED = Long.getLong("faults.seed", System.nanoTime() & 0xFFFFFF);
  private static final int RANDOM = Integer.getInteger("faults.random", 5);
  private static final Pattern ONLY = Pattern.compile(System.getProperty("faults.only", ""));

  private static final int FINDINGS_SHOWN = 40;
  private static final List<Outcome> OUTCOMES = new ArrayList<>();
  private static final long BEGAN = System.nanoTime();

  private static Site site;
  private static Workload workload;
  private static Trial trial;
  private static List<Fault> faults;

  @BeforeAll
  static void start() {
    KAFKA.setLevel(Level.SEVERE);
    site = new Site();
    site.start();
    workload = new Workload(site.webUris());
    var kafka = site.kafka.bootstrapServers();
    var redis = new RedisView(site.redis.url());
    var log = new TopicLog(kafka);
    var poison = new Poison(kafka);
    var data = new DataFaults(site, workload, new KafkaAdmin(kafka), log, poison);
    faults =
        Stream.of(
                new ConnectionFaults(redis, workload).all(),
                new ProcessFaults(site).all(),
                data.all())
            .flatMap(List::stream)
            .filter(fault -> ONLY.matcher(fault.name()).find())
            .toList();
    trial = new Trial(workload, log, poison, redis);
    workload.start();
    workload.awaitPosts(BoardCheck.LENGTH);
  }

  @TestFactory
  Stream<DynamicTest> nothingIsLostDoubledOrSwapped() {
    System.out.println("The seed of the random faults: -Dfaults.seed=" + SEED);
    var random = new Random(SEED);
    var further = Stream.generate(() -> faults.get(random.nextInt(faults.size()))).limit(RANDOM);
    return Stream.concat(faults.stream(), further)
        .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> survives(fault)));
  }

  private static void survives(Fault fault) throws Exception {
    var outcome = trial.run(fault);
    OUTCOMES.add(outcome);
    System.out.println(outcome.row());
    outcome.findings().stream().limit(FINDINGS_SHOWN).forEach(System.out::println);
    assertThat(outcome.findings().stream().limit(FINDINGS_SHOWN))
        .as("%d findings after %s", outcome.findings().size(), fault.name())
        .isEmpty();
    assertThat(outcome.recovery())
        .as("recovery from " + fault.name())
        .isNotNull()
        .isLessThanOrEqualTo(fault.limit());
  }

  @AfterAll
  static void report() {
    var version = new RedisView(site.redis.url()).version();
    Report.write(OUTCOMES, SEED, version, Duration.ofNanos(System.nanoTime() - BEGAN));
    workload.close();
    site.close();
  }
}
