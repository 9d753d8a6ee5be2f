package org.messageboard.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.messageboard.benchmark.Target.Part;
import org.messageboard.dev.ChildProcess;
import org.messageboard.dev.KafkaProcess;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.faults.EarlierVersion;
import org.messageboard.it.BoardServer;
import org.messageboard.it.EmbeddedServices;

/**
 * The processes of an arrangement: a Kafka, a Redis, and the servers. Its rivals are sites of the
 * same arrangement with other servers.
 */
final class Site implements AutoCloseable {

  /** Gently first: a server that has just started compiles what it runs, for a minute or two. */
  private static final List<Load> WARM_UP =
      List.of(
          Load.steady(10, 20).scaled(0.25),
          Load.steady(200, 500).scaled(2),
          Load.asFastAsTheyGo(2, 64).scaled(1.5));

  /** The name of the rival that is not a board. */
  static final String FLOOR = "floor";

  private final Arrangement arrangement;
  private final Optional<EarlierVersion> version;
  private final String name;
  private final KafkaProcess kafka;
  private final RedisProcess redis;
  private final List<ChildProcess> servers;
  private final Map<String, Site> rivals = new LinkedHashMap<>();
  private boolean warm;

  /** Of the working tree's board. */
  Site(Arrangement arrangement) {
    this(arrangement, "board", Optional.empty());
  }

  private Site(Arrangement arrangement, String name, Optional<EarlierVersion> version) {
    this.arrangement = arrangement;
    this.version = version;
    this.name = name;
    kafka = new KafkaProcess(directory().resolve("kafka"), Ports.free());
    redis = new RedisProcess(directory().resolve("redis"), Ports.free());
    servers = IntStream.range(0, arrangement.servers()).mapToObj(this::server).toList();
  }

  Arrangement arrangement() {
    return arrangement;
  }

  /** Where its server is, which is the only one. */
  ChildProcess server() {
    return servers.get(0);
  }

  RedisProcess redis() {
    return redis;
  }

  void start() {
    ChildProcess.startAll(List.of(redis, kafka));
    // the first server creates the topic, so the others come after it
    servers.forEach(ChildProcess::start);
  }

  /**
   * Sites by the names of what runs there: the floor, and the version that {@code
   * -Dbenchmark.against} names if it does. They are started when first asked for.
   */
  Map<String, Site> rivals() throws IOException, InterruptedException {
    if (rivals.isEmpty()) {
      rivals.put(FLOOR, new Site(arrangement, FLOOR, Optional.empty()));
      var against = System.getProperty("benchmark.against", "");
      if (!against.isEmpty()) {
        var earlier = Optional.of(EarlierVersion.of(against));
        rivals.put(against, new Site(arrangement, "earlier", earlier));
      }
      rivals.values().forEach(Site::start);
    }
    return rivals;
  }

  /** Has the servers' hot code compiled, once. */
  Site warm() throws IOException, InterruptedException {
    if (!warm) {
      for (var load : WARM_UP) {
        run(load);
      }
      warm = true;
    }
    return this;
  }

  /** Has clients do this, and gives what they measured. */
  Collection<Result> run(Load load) throws IOException, InterruptedException {
    int needed = load.clients().number() * 5 / 4;
    if (needed > Environment.openFiles()) {
      throw new IllegalStateException(
          "%,d clients need %,d open files, of which a server keeps a fifth for itself; %,d are allowed: see ulimit -n."
              .formatted(load.clients().number(), needed, Environment.openFiles()));
    }
    return new LoadProcess(directory()).run(target(), load);
  }

  private Target target() {
    return new Target(
        servers.stream().limit(arrangement.webs()).map(ChildProcess::port).toList(),
        Map.of(
            Part.SERVER, servers.stream().map(ChildProcess::pid).toList(),
            Part.KAFKA, List.of(kafka.pid()),
            Part.REDIS, List.of(redis.pid())));
  }

  /** Of its directories; different for each. */
  private String label() {
    return "benchmark-%s-%s".formatted(arrangement.name(), name);
  }

  private Path directory() {
    return EmbeddedServices.directory().resolve(label());
  }

  private ChildProcess server(int number) {
    var server = "%s-%d".formatted(label(), number + 1);
    if (name.equals(FLOOR)) {
      return new FloorServer(server, directory().resolve(FLOOR), kafka, redis);
    }
    var board = new BoardServer(server, environment(number));
    version.ifPresent(earlier -> board.use(earlier.build()));
    return board;
  }

  private Map<String, String> environment(int number) {
    return Map.of(
        "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
        "REDIS_URL", redis.url(),
        "BOARD_TOPIC_PARTITIONS", Integer.toString(arrangement.partitions()),
        "CONSUMER_ENABLED", Boolean.toString(number < arrangement.consumers()),
        // as it is shipped: with its jvm.options and nothing else
        "JVM_ARGS", System.getProperty("benchmark.jvm", ""));
  }

  @Override
  public void close() {
    rivals.values().forEach(Site::close);
    servers.forEach(ChildProcess::close);
    Stream.of(kafka, redis).forEach(ChildProcess::close);
  }
}
