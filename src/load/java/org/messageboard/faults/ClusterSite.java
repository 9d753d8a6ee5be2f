package org.messageboard.faults;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.messageboard.dev.ChildProcess;
import org.messageboard.dev.KafkaCluster;
import org.messageboard.dev.KafkaProcess;
import org.messageboard.dev.RedisGroup;
import org.messageboard.dev.RedisProcess;
import org.messageboard.dev.TcpProxy;
import org.messageboard.it.BoardServer;
import org.messageboard.it.EmbeddedServices;

/**
 * The processes of a board that nothing stops: three Kafka brokers, a Redis and its replica under
 * three sentinels, two web servers and two consumers. All that goes to Kafka from the servers, and
 * all that goes to a Redis, passes a proxy of its own.
 */
final class ClusterSite implements AutoCloseable {

  private final Map<Integer, TcpProxy> proxies = new ConcurrentHashMap<>();

  final KafkaCluster kafka =
      new KafkaCluster(EmbeddedServices.directory().resolve("cluster"), 3, this::proxyOf);
  final RedisGroup redis =
      new RedisGroup(EmbeddedServices.directory().resolve("cluster"), this::proxyOf);
  final Sentinel sentinel = new Sentinel(redis.sentinelPorts(), redis.name());
  final Brokers brokers = new Brokers(kafka.bootstrapServers());
  final List<BoardServer> webs =
      List.of(server("cluster-web-1", false), server("cluster-web-2", false));
  final List<BoardServer> consumers =
      List.of(server("cluster-consumer-1", true), server("cluster-consumer-2", true));

  List<URI> webUris() {
    return webs.stream().map(server -> server.board().uri()).toList();
  }

  void start() {
    redis.start();
    kafka.start();
    Site.start(Stream.concat(webs.stream(), consumers.stream()).toList());
    awaitWhole();
  }

  /** Where the primary is now, as a plain URL. */
  String redisUrl() {
    return "redis://127.0.0.1:" + sentinel.primaryPort();
  }

  RedisProcess primary() {
    return node(sentinel.primaryPort(), true);
  }

  RedisProcess replica() {
    return node(sentinel.primaryPort(), false);
  }

  /** The broker that leads the partition with the most records. */
  KafkaProcess busiestLeader() {
    return kafka.nodes().get(brokers.busiestLeader() - 1);
  }

  /** A broker that only follows in that partition. */
  KafkaProcess follower() {
    int leader = brokers.busiestLeader();
    return kafka.nodes().stream().filter(node -> node.id() != leader).findFirst().orElseThrow();
  }

  TcpProxy proxy(ChildProcess process) {
    return proxies.get(process.port());
  }

  List<TcpProxy> kafkaProxies() {
    return kafka.nodes().stream().map(this::proxy).toList();
  }

  List<TcpProxy> redisProxies() {
    return redis.nodes().stream().map(this::proxy).toList();
  }

  /**
   * Of two processes at a time: a server and a broker, or two of one kind. Two of the brokers are
   * too many: nothing is acknowledged before one of them is back.
   */
  List<Fault> overlapping(Random random, int count) {
    var processes =
        Stream.of(webs, consumers, kafka.nodes(), redis.nodes()).flatMap(List::stream).toList();
    return new Overlaps(processes, random)
        .some(count).stream().map(fault -> fault.after(this::awaitWhole)).toList();
  }

  /** Returns once every replica, of Kafka and of Redis, is in step and known to be. */
  void awaitWhole() {
    brokers.awaitInSync();
    sentinel.awaitReplica();
  }

  @Override
  public void close() {
    Stream.concat(webs.stream(), consumers.stream()).parallel().forEach(ChildProcess::close);
    kafka.close();
    redis.close();
    proxies.values().forEach(TcpProxy::close);
  }

  private int proxyOf(int port) {
    return proxies.computeIfAbsent(port, TcpProxy::new).port();
  }

  private RedisProcess node(int advertisedPort, boolean wanted) {
    return redis.nodes().stream()
        .filter(node -> proxy(node).port() == advertisedPort == wanted)
        .findFirst()
        .orElseThrow();
  }

  private BoardServer server(String name, boolean consumes) {
    return new BoardServer(
        name,
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
            "REDIS_URL", redis.url(),
            "BOARD_TOPIC_REPLICATION", "3",
            "CONSUMER_ENABLED", Boolean.toString(consumes)));
  }
}
