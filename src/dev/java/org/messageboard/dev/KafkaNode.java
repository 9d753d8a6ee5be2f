package org.messageboard.dev;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What distinguishes one Kafka node from the others. Every node is both broker and controller.
 *
 * @param id starts with 1
 * @param port where it listens for clients
 * @param advertisedPort where clients connect: {@code port}, or a proxy's port
 * @param brokerPorts each node's port as a broker, for the other nodes
 * @param controllerPorts each node's port as a controller, for the other nodes
 */
record KafkaNode(
    int id,
    int port,
    int advertisedPort,
    List<Integer> brokerPorts,
    List<Integer> controllerPorts) {

  /** A single node. */
  static KafkaNode alone(int port) {
    return new KafkaNode(1, port, port, List.of(Ports.free()), List.of(Ports.free()));
  }

  Map<String, String> settings() {
    return Map.of(
        "process.roles",
        "broker,controller",
        "node.id",
        Integer.toString(id),
        "listeners",
        "CLIENT://127.0.0.1:%s,BROKER://127.0.0.1:%s,CONTROLLER://127.0.0.1:%s"
            .formatted(port, own(brokerPorts), own(controllerPorts)),
        "advertised.listeners",
        "CLIENT://127.0.0.1:%s,BROKER://127.0.0.1:%s".formatted(advertisedPort, own(brokerPorts)),
        "listener.security.protocol.map",
        "CLIENT:PLAINTEXT,BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name",
        "BROKER",
        "controller.listener.names",
        "CONTROLLER",
        "controller.quorum.voters",
        IntStream.range(0, nodes())
            .mapToObj(i -> "%s@127.0.0.1:%s".formatted(i + 1, controllerPorts.get(i)))
            .collect(Collectors.joining(",")));
  }

  /** Its port for the other brokers. */
  int brokerPort() {
    return own(brokerPorts);
  }

  /** Number of nodes. */
  int nodes() {
    return controllerPorts.size();
  }

  private int own(List<Integer> ports) {
    return ports.get(id - 1);
  }
}
