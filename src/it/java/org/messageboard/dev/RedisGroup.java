package org.messageboard.dev;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A Redis primary, its replica, and three sentinels, which promote the replica when the primary has
 * been unreachable for a second and a half.
 */
public final class RedisGroup implements AutoCloseable {

  private static final String NAME = "board";
  private static final int NODES = 2;
  private static final int SENTINELS = 3;

  private final List<RedisProcess> nodes;
  private final List<SentinelProcess> sentinels;
  private final String url;

  /**
   * @param directory a new directory; each process gets its own subdirectory
   * @param advertise maps the port where a Redis listens to the port that all others connect to
   */
  public RedisGroup(Path directory, IntUnaryOperator advertise) {
    var all = ports(NODES + SENTINELS);
    var ports = all.subList(0, NODES);
    var advertised = ports.stream().map(advertise::applyAsInt).toList();
    nodes = nodes(directory, ports, advertised, List.of("", ""));
    var sentinelPorts = all.subList(NODES, NODES + SENTINELS);
    sentinels = sentinels(directory, sentinelPorts, advertised.get(0), List.of("", "", ""));
    url = url("redis", sentinelPorts);
  }

  /**
   * Uses TLS everywhere.
   *
   * @param directory a new directory; each process gets its own subdirectory
   * @param certificate shared by all processes, for {@code ip:127.0.0.1}
   */
  public RedisGroup(Path directory, Certificate certificate) {
    var all = ports(2 * (NODES + SENTINELS));
    var plainPorts = all.subList(0, NODES + SENTINELS);
    var tlsPorts = all.subList(NODES + SENTINELS, all.size());
    var tls = tlsPorts.stream().map(p -> RedisProcess.tlsAmongAll(p, certificate)).toList();
    nodes = nodes(directory, plainPorts.subList(0, NODES), tlsPorts.subList(0, NODES), tls);
    sentinels =
        sentinels(
            directory,
            plainPorts.subList(NODES, NODES + SENTINELS),
            tlsPorts.get(0),
            tls.subList(NODES, NODES + SENTINELS));
    url = url("rediss", tlsPorts.subList(NODES, NODES + SENTINELS));
  }

  /** The first is the initial primary. */
  public List<RedisProcess> nodes() {
    return nodes;
  }

  /** The servers' {@code redis.url}. */
  public String url() {
    return url;
  }

  /** The sentinels' ports on this machine. */
  public List<Integer> sentinelPorts() {
    return sentinels.stream().map(ChildProcess::port).toList();
  }

  /** The name under which the sentinels know the primary. */
  public String name() {
    return NAME;
  }

  public void start() {
    ChildProcess.startAll(nodes);
    ChildProcess.startAll(sentinels);
  }

  @Override
  public void close() {
    Stream.concat(sentinels.stream(), nodes.stream()).forEach(ChildProcess::close);
  }

  private static String url(String scheme, List<Integer> sentinelPorts) {
    return sentinelPorts.stream()
        .map(port -> "127.0.0.1:" + port)
        .collect(Collectors.joining(",", scheme + "-sentinel://", "#" + NAME));
  }

  private static List<RedisProcess> nodes(
      Path directory, List<Integer> ports, List<Integer> advertisedPorts, List<String> more) {
    return IntStream.range(0, NODES)
        .mapToObj(i -> node(directory, i + 1, ports.get(i), advertisedPorts, more.get(i)))
        .toList();
  }

  private static RedisProcess node(
      Path directory, int id, int port, List<Integer> advertisedPorts, String more) {
    var announced =
        """
        replica-announce-ip 127.0.0.1
        replica-announce-port %s
        repl-diskless-sync-delay 0
        """
            .formatted(advertisedPorts.get(id - 1));
    var replica = id == 1 ? "" : "replicaof 127.0.0.1 %s\n".formatted(advertisedPorts.get(0));
    return new RedisProcess(
        "Redis " + id, directory.resolve("redis-" + id), port, more + announced + replica);
  }

  private static List<SentinelProcess> sentinels(
      Path directory, List<Integer> ports, int redisPort, List<String> more) {
    return IntStream.range(0, SENTINELS)
        .mapToObj(i -> sentinel(directory, i + 1, ports.get(i), redisPort, more.get(i)))
        .toList();
  }

  private static SentinelProcess sentinel(
      Path directory, int id, int port, int redisPort, String more) {
    var majority = SENTINELS / 2 + 1;
    var name = "sentinel-" + id;
    return new SentinelProcess(
        name, directory.resolve(name), port, NAME, redisPort, majority, more);
  }

  /** Distinct free ports. */
  private static List<Integer> ports(int count) {
    return IntStream.generate(Ports::free).distinct().limit(count).boxed().toList();
  }
}
