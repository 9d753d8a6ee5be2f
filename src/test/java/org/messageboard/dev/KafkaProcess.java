package org.messageboard.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A Kafka of one node, in KRaft mode, as a child process on 127.0.0.1. */
public final class KafkaProcess extends ChildProcess {

  /** There is one node to hold a replica. */
  private static final Map<String, String> INTERNAL_TOPICS =
      Map.of(
          "offsets.topic.replication.factor", "1",
          "offsets.topic.num.partitions", "4",
          "transaction.state.log.replication.factor", "1",
          "transaction.state.log.min.isr", "1",
          "share.coordinator.state.topic.replication.factor", "1",
          "share.coordinator.state.topic.min.isr", "1");

  private static final Map<String, String> BEHAVIOUR =
      Map.of(
          // a topic made by accident would get one partition; the board creates its own
          "auto.create.topics.enable", "false",
          // a first consumer need not wait for others
          "group.initial.rebalance.delay.ms", "0",
          // killed and started again, it must not wait 9 s for its former self to be declared dead
          "broker.session.timeout.ms", "2000",
          "broker.heartbeat.interval.ms", "500",
          "log.cleaner.dedupe.buffer.size", "16777216");

  private final int controllerPort = Ports.free();

  /**
   * @param directory the cluster's data: its id, topics and offsets stay over restarts
   * @param port the port clients connect to
   */
  public KafkaProcess(Path directory, int port) {
    super("Kafka", directory, port);
  }

  /** What clients give as {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port();
  }

  @Override
  protected List<String> command() throws IOException {
    var config = directory().resolve("server.properties");
    try (var writer = Files.newBufferedWriter(config)) {
      configuration().store(writer, null);
    }
    return List.of(
        javaCommand(),
        "-Xms128m",
        "-Xmx512m",
        // one line per entry in the log file
        "-Djava.util.logging.SimpleFormatter.format=%1$tF %1$tT.%1$tL %4$s [%3$s] %5$s%6$s%n",
        "-cp",
        classPath(),
        KafkaMain.class.getName(),
        config.toString());
  }

  /** Kafka opens its port last, when it can answer. */
  @Override
  protected boolean isReady() {
    return Ports.isListening(port());
  }

  private Properties configuration() {
    var config = new Properties();
    config.putAll(node());
    config.putAll(INTERNAL_TOPICS);
    config.putAll(BEHAVIOUR);
    return config;
  }

  private Map<String, String> node() {
    return Map.of(
        "process.roles",
        "broker,controller",
        "node.id",
        "1",
        "log.dirs",
        directory().toString(),
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port(), controllerPort),
        "controller.listener.names",
        "CONTROLLER",
        "controller.quorum.voters",
        "1@127.0.0.1:" + controllerPort);
  }
}
