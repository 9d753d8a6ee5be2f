package org.messageboard.dev;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * Kafka nodes that replicate each other. One may fail: a topic with three replicas works with two.
 */
public final class KafkaCluster implements AutoCloseable {

  private final List<KafkaProcess> nodes;
  private final List<Integer> advertisedPorts;

  /**
   * @param directory a new directory; each node's data gets its own subdirectory
   * @param size number of nodes
   * @param advertise maps the port where a node listens to the port that clients connect to
   */
  public KafkaCluster(Path directory, int size, IntUnaryOperator advertise) {
    var ports = ports(size);
    advertisedPorts = ports.stream().map(advertise::applyAsInt).toList();
    var brokers = ports(size);
    var controllers = ports(size);
    var cluster = Uuid.randomUuid().toString();
    nodes =
        IntStream.rangeClosed(1, size)
            .mapToObj(
                id ->
                    new KafkaProcess(
                        "Kafka " + id,
                        directory.resolve("kafka-" + id),
                        new KafkaNode(
                            id,
                            ports.get(id - 1),
                            advertisedPorts.get(id - 1),
                            brokers,
                            controllers),
                        cluster))
            .toList();
  }

  /** In the order of their ids, which start with 1. */
  public List<KafkaProcess> nodes() {
    return nodes;
  }

  /** The clients' {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return advertisedPorts.stream()
        .map(port -> "127.0.0.1:" + port)
        .collect(Collectors.joining(","));
  }

  /** Starts all nodes together: none becomes ready before a majority is running. */
  public void start() {
    ChildProcess.startAll(nodes);
  }

  @Override
  public void close() {
    nodes.parallelStream().forEach(ChildProcess::close);
  }

  private static List<Integer> ports(int count) {
    return IntStream.generate(Ports::free).distinct().limit(count).boxed().toList();
  }
}
