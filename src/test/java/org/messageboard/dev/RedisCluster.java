package org.messageboard.dev;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A Redis Cluster of three primaries with a replica each, which takes its primary's place when that
 * is missed for a second and a half.
 */
public final class RedisCluster implements AutoCloseable {

  private static final int PRIMARIES = 3;
  private static final int NODES = 2 * PRIMARIES;
  private static final int SLOTS = 16_384;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** A node listens there for the others (Redis Cluster specification, "The cluster bus"). */
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

  /**
   * @param directory new; a directory each
   */
  public RedisCluster(Path directory) {
    var ports =
        IntStream.generate(Ports::free)
            .filter(port -> Ports.isFree(port + BUS))
            .distinct()
            .limit(NODES)
            .toArray();
    nodes =
        IntStream.range(0, NODES)
            .mapToObj(
                i -> {
                  var name = "redis-" + (i + 1);
                  return new RedisProcess(name, directory.resolve(name), ports[i], SETTINGS);
                })
            .toList();
  }

  /** What servers give as {@code redis.url}, with a user who may do no more than they need. */
  public String url() {
    return nodes.stream()
        .map(node -> "127.0.0.1:" + node.port())
        .collect(Collectors.joining(",", "redis-cluster://board:cluster-s3cret@", ""));
  }

  /** The first three are the first primaries. */
  public List<RedisProcess> nodes() {
    return nodes;
  }

  /** The node that listens on this port. */
  public RedisProcess node(int port) {
    return nodes.stream().filter(node -> node.port() == port).findFirst().orElseThrow();
  }

  /** A connection to the node on this port. */
  public static Jedis connect(int port) {
    return new Jedis("127.0.0.1", port);
  }

  /** Starts the nodes, makes a cluster of them, and returns when it has all slots and replicas. */
  public void start() {
    ChildProcess.startAll(nodes);
    try (var first = connect(nodes.get(0).port())) {
      nodes.stream().skip(1).forEach(node -> first.clusterMeet("127.0.0.1", node.port()));
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
        throw new StartException("The Redis Cluster did not come to this: " + what + ".");
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
