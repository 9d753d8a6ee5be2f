package org.messageboard.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.messageboard.benchmark.Target.Part;
import org.messageboard.dev.ChildProcess;
import org.messageboard.dev.KafkaProcess;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.it.BoardServer;
import org.messageboard.it.EmbeddedServices;

/** The processes of an arrangement: a Kafka, a Redis, and the servers. */
final class Site implements AutoCloseable {

  /** Gently first: a server that has just started compiles what it runs, for a minute or two. */
  private static final List<Load> WARM_UP =
      List.of(
          Load.steady(10, 20).scaled(0.25),
          Load.steady(200, 500).scaled(2),
          Load.asFastAsTheyGo(2, 64).scaled(1.5));

  private final Arrangement arrangement;
  private final KafkaProcess kafka;
  private final RedisProcess redis;
  private final List<BoardServer> servers;
  private boolean warm;

  Site(Arrangement arrangement) {
    this.arrangement = arrangement;
    kafka = new KafkaProcess(directory().resolve("kafka"), Ports.free());
    redis = new RedisProcess(directory().resolve("redis"), Ports.free());
    servers = IntStream.range(0, arrangement.servers()).mapToObj(this::server).toList();
  }

  Arrangement arrangement() {
    return arrangement;
  }

  /** Where its server is, which is the only one. */
  BoardServer server() {
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

  private Path directory() {
    return EmbeddedServices.directory().resolve("benchmark-" + arrangement.name());
  }

  private BoardServer server(int number) {
    return new BoardServer(
        "benchmark-%s-%d".formatted(arrangement.name(), number + 1),
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
            "REDIS_URL", redis.url(),
            "BOARD_TOPIC_PARTITIONS", Integer.toString(arrangement.partitions()),
            "CONSUMER_ENABLED", Boolean.toString(number < arrangement.consumers()),
            // as it is shipped: with its jvm.options and nothing else
            "JVM_ARGS", System.getProperty("benchmark.jvm", "")));
  }

  @Override
  public void close() {
    servers.forEach(ChildProcess::close);
    Stream.of(kafka, redis).forEach(ChildProcess::close);
  }
}
