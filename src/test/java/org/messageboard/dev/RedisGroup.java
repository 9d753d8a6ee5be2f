package org.messageboard.dev;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A primary Redis, a replica of it, and three sentinels, which make the replica the primary when
 * they miss the primary for a second and a half.
 */
public final class RedisGroup implements AutoCloseable {

  private static final String NAME = "board";
  private static final int NODES = 2;
  private static final int SENTINELS = 3;

  private final List<RedisProcess> nodes;
  private final List<SentinelProcess> sentinels;

  /**
   * @param directory new; a directory each
   * @param advertise gives, for the port where a Redis listens, the one under which all know it
   */
  public RedisGroup(Path directory, IntUnaryOperator advertise) {
    var ports = ports(NODES);
    var advertised = ports.stream().map(advertise::applyAsInt).toList();
    nodes =
        IntStream.range(0, NODES)
            .mapToObj(i -> node(directory, i + 1, ports.get(i), advertised))
            .toList();
    var sentinelPorts = ports(SENTINELS);
    sentinels =
        IntStream.range(0, SENTINELS)
            .mapToObj(i -> sentinel(directory, i + 1, sentinelPorts.get(i), advertised.get(0)))
            .toList();
  }

  /** The first is the first primary. */
  public List<RedisProcess> nodes() {
    return nodes;
  }

  /** What servers give as {@code redis.url}. */
  public String url() {
    return sentinels.stream()
        .map(sentinel -> "127.0.0.1:" + sentinel.port())
        .collect(Collectors.joining(",", "redis-sentinel://", "#" + NAME));
  }

  /** Where the sentinels are, by port of this machine. */
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

  private static RedisProcess node(
      Path directory, int id, int port, List<Integer> advertisedPorts) {
    var announced =
        """
        replica-announce-ip 127.0.0.1
        replica-announce-port %d
        repl-diskless-sync-delay 0
        """
            .formatted(advertisedPorts.get(id - 1));
    var replica = id == 1 ? "" : "replicaof 127.0.0.1 %d\n".formatted(advertisedPorts.get(0));
    return new RedisProcess(
        "Redis " + id, directory.resolve("redis-" + id), port, announced + replica);
  }

  private static SentinelProcess sentinel(Path directory, int id, int port, int redisPort) {
    var majority = SENTINELS / 2 + 1;
    var name = "sentinel-" + id;
    return new SentinelProcess(name, directory.resolve(name), port, NAME, redisPort, majority);
  }

  private static List<Integer> ports(int count) {
    return IntStream.generate(Ports::free).distinct().limit(count).boxed().toList();
  }
}
