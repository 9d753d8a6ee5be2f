package org.messageboard.dev;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A Redis Cluster of three primaries, each with a replica that takes over when its primary has been
 * unreachable for a second and a half.
 */
public final class RedisCluster implements AutoCloseable {

  private static final int PRIMARIES = 3;
  private static final int NODES = 2 * PRIMARIES;
  private static final int SLOTS = 16_384;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Offset of the port for the other nodes (Redis Cluster specification, "The cluster bus"). */
  private static final int BUS = 10_000;

  private static final String SETTINGS =
      """
      cluster-enabled yes
      cluster-config-file nodes.conf
      cluster-node-timeout 1500
      repl-diskless-sync-delay 0
      user board on >cluster-s3cret resetchannels ~messages ~{messages}:* &new-messages +@all -@admin -@dangerous +client|setname +client|setinfo +cluster|nodes
      """;

  private final List<RedisProcess> nodes;

  /** Each node's port for clients and the other nodes. */
  private final List<Integer> clientPorts;

  private final String scheme;

  /**
   * @param directory a new directory; each node gets its own subdirectory
   */
  public RedisCluster(Path directory) {
    scheme = "redis";
    clientPorts = ports(port -> port + BUS < Ports.END && Ports.isFree(port + BUS));
    nodes = nodes(directory, clientPorts, port -> SETTINGS);
  }

  /**
   * Uses TLS for clients and between the nodes.
   *
   * @param directory a new directory; each node gets its own subdirectory
   * @param certificate shared by all nodes, for {@code ip:127.0.0.1}
   */
  public RedisCluster(Path directory, Certificate certificate) {
    scheme = "rediss";
    clientPorts = ports(port -> port + BUS < Ports.END && Ports.isFree(port + BUS));
    var plainPorts = ports(port -> !clientPorts.contains(port));
    nodes =
        nodes(
            directory,
            plainPorts,
            port -> {
              int clientPort = clientPorts.get(plainPorts.indexOf(port));
              return RedisProcess.tlsAmongAll(clientPort, certificate)
                  + "tls-cluster yes\n"
                  + SETTINGS;
            });
  }

  /** The servers' {@code redis.url}, with a user that has only the permissions they need. */
  public String url() {
    return clientPorts.stream()
        .map(port -> "127.0.0.1:" + port)
        .collect(Collectors.joining(",", scheme + "-cluster://board:cluster-s3cret@", ""));
  }

  /** The first three are the initial primaries. */
  public List<RedisProcess> nodes() {
    return nodes;
  }

  /** The node with this port for clients. */
  public RedisProcess node(int clientPort) {
    return nodes.get(clientPorts.indexOf(clientPort));
  }

  /** A connection to the node on this port. */
  public static Jedis connect(int port) {
    return new Jedis("127.0.0.1", port);
  }

  /** Starts the nodes, joins them, and returns when the cluster has all slots and replicas. */
  public void start() {
    ChildProcess.startAll(nodes);
    try (var first = connect(nodes.get(0).port())) {
      clientPorts.stream().skip(1).forEach(port -> first.clusterMeet("127.0.0.1", port));
    }
    for (int i = 0; i < PRIMARIES; i++) {
      var slots = IntStream.range(i * SLOTS / PRIMARIES, (i + 1) * SLOTS / PRIMARIES).toArray();
      try (var primary = connect(nodes.get(i).port())) {
        primary.clusterAddSlots(slots);
      }
    }
    await("each knows all", node -> node.clusterNodes().lines().count() == NODES);
    for (int i = 0; i < PRIMARIES; i++) {
      replicate(nodes.get(i).port(), nodes.get(i + PRIMARIES).port());
    }
    await("all slots are there", node -> node.clusterInfo().contains("cluster_state:ok"));
    await("the replicas have their primaries' data", RedisCluster::isConnected);
  }

  @Override
  public void close() {
    nodes.forEach(ChildProcess::close);
  }

  private static List<RedisProcess> nodes(
      Path directory, List<Integer> ports, IntFunction<String> settings) {
    return IntStream.range(0, NODES)
        .mapToObj(
            i -> {
              var name = "redis-" + (i + 1);
              int port = ports.get(i);
              return new RedisProcess(name, directory.resolve(name), port, settings.apply(port));
            })
        .toList();
  }

  private static List<Integer> ports(IntPredicate wanted) {
    return IntStream.generate(Ports::free).filter(wanted).distinct().limit(NODES).boxed().toList();
  }

  private void replicate(int primaryPort, int replicaPort) {
    try (var primary = connect(primaryPort);
        var replica = connect(replicaPort)) {
      replica.clusterReplicate(primary.clusterMyId());
    }
  }

  private static boolean isConnected(Jedis node) {
    var replication = node.info("replication");
    return replication.contains("master_link_status:up")
        || replication.contains("connected_slaves:1");
  }

  private void await(String what, Predicate<Jedis> condition) {
    for (var node : nodes) {
      if (!Await.until(() -> holds(node.port(), condition), LIMIT)) {
        throw new StartException("The Redis Cluster did not reach this state: " + what + ".");
      }
    }
  }

  private static boolean holds(int port, Predicate<Jedis> condition) {
    try (var node = connect(port)) {
      return condition.test(node);
    } catch (JedisException e) {
      return false;
    }
  }
}
