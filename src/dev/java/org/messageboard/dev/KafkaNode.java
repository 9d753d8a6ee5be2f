package org.messageboard.dev;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What sets one node of a Kafka apart from the others, all of which are brokers and controllers.
 *
 * @param id from 1
 * @param port where it listens for clients
 * @param advertisedPort what it tells clients to connect to: {@code port}, or that of a proxy
 * @param brokerPorts by node, where the others reach it as a broker
 * @param controllerPorts by node, where the others reach it as a controller
 */
record KafkaNode(
    int id,
    int port,
    int advertisedPort,
    List<Integer> brokerPorts,
    List<Integer> controllerPorts) {

  /** The only node. */
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

  /** Where the other brokers reach it. */
  int brokerPort() {
    return own(brokerPorts);
  }

  /** How many nodes there are. */
  int nodes() {
    return controllerPorts.size();
  }

  private int own(List<Integer> ports) {
    return ports.get(id - 1);
  }
}
