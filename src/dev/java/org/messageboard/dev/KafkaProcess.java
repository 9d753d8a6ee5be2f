package org.messageboard.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** A Kafka node in KRaft mode as a child process on 127.0.0.1, both broker and controller. */
public final class KafkaProcess extends ChildProcess {

  private static final Map<String, String> BEHAVIOUR =
      Map.of(
          // A topic created by accident would get one partition; the board creates its own
          "auto.create.topics.enable", "false",
          // The first consumer need not wait for others
          "group.initial.rebalance.delay.ms", "0",
          "offsets.topic.num.partitions", "4",
          // After a kill and restart it must not wait 9 s until its old session expires
          "broker.session.timeout.ms", "2000",
          "broker.heartbeat.interval.ms", "500",
          "log.cleaner.dedupe.buffer.size", "16777216");

  private static final int LONE_HEAP_MB = 512;
  private static final int HEAP_MB = 256;

  private final KafkaNode node;
  private final String clusterId;
  private final KafkaSecurity security;

  /**
   * A single node.
   *
   * @param directory the cluster's data; its id, topics and offsets survive restarts
   * @param port the port clients connect to
   */
  public KafkaProcess(Path directory, int port) {
    this(directory, port, KafkaSecurity.NONE);
  }

  /**
   * A single node that authenticates its clients.
   *
   * @param directory a new directory, because users are created at the first start
   * @param port the port clients connect to
   */
  public KafkaProcess(Path directory, int port, KafkaSecurity security) {
    this("Kafka", directory, KafkaNode.alone(port), "", security);
  }

  /**
   * @param directory the node's data, which survives restarts
   * @param clusterId the same for all nodes; if empty, the first start chooses one
   */
  KafkaProcess(String name, Path directory, KafkaNode node, String clusterId) {
    this(name, directory, node, clusterId, KafkaSecurity.NONE);
  }

  private KafkaProcess(
      String name, Path directory, KafkaNode node, String clusterId, KafkaSecurity security) {
    super(name, directory, node.port());
    this.node = node;
    this.clusterId = clusterId;
    this.security = security;
  }

  /** The node's id; ids start with 1. */
  public int id() {
    return node.id();
  }

  /** The clients' {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + node.advertisedPort();
  }

  /** The brokers' listener, which needs no login; for tests that do what clients may not. */
  public String internalServers() {
    return "127.0.0.1:" + node.brokerPort();
  }

  @Override
  protected List<String> command() throws IOException {
    var config = directory().resolve("server.properties");
    // To a stream, Properties writes escaped ISO 8859-1, which is what Kafka's tools read
    try (var out = Files.newOutputStream(config)) {
      configuration().store(out, null);
    }
    var command =
        List.of(
            javaCommand(),
            "-Xms128m",
            "-Xmx%sm".formatted(node.nodes() == 1 ? LONE_HEAP_MB : HEAP_MB),
            // One line per entry in the log file
            "-Djava.util.logging.SimpleFormatter.format=%1$tF %1$tT.%1$tL %4$s [%3$s] %5$s%6$s%n",
            "-cp",
            classPath(),
            KafkaMain.class.getName(),
            config.toString(),
            clusterId);
    return Stream.concat(command.stream(), security.format().stream()).toList();
  }

  /** Kafka opens its port last, once it can answer. */
  @Override
  protected boolean isReady() {
    return Ports.isListening(port());
  }

  private Properties configuration() {
    var config = new Properties();
    config.putAll(node.settings());
    config.put("log.dirs", directory().toString());
    config.putAll(replication());
    config.putAll(BEHAVIOUR);
    config.putAll(security.settings());
    return config;
  }

  /** Every topic is on all nodes, and a write needs all but one of them. */
  private Map<String, String> replication() {
    var all = Integer.toString(node.nodes());
    var most = Integer.toString(Math.max(1, node.nodes() - 1));
    return Map.of(
        "default.replication.factor", all,
        "min.insync.replicas", most,
        "offsets.topic.replication.factor", all,
        "transaction.state.log.replication.factor", all,
        "transaction.state.log.min.isr", most,
        "share.coordinator.state.topic.replication.factor", all,
        "share.coordinator.state.topic.min.isr", most);
  }
}
