package org.messageboard.dev;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * Kafka nodes that replicate each other. One may be gone: every topic of three replicas goes on
 * with two.
 */
public final class KafkaCluster implements AutoCloseable {

  private final List<KafkaProcess> nodes;
  private final List<Integer> advertisedPorts;

  /**
   * @param directory new; data of the nodes, in a directory each
   * @param size how many nodes
   * @param advertise gives, for the port where a node listens, the one that clients are to use
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

  /** In the order of their ids, which begin with 1. */
  public List<KafkaProcess> nodes() {
    return nodes;
  }

  /** What clients give as {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return advertisedPorts.stream()
        .map(port -> "127.0.0.1:" + port)
        .collect(Collectors.joining(","));
  }

  /** Starts all nodes; none is ready before most of them run. */
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
