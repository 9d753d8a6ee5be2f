package org.messageboard.redis;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import redis.clients.jedis.HostAndPort;

/**
 * Where one node of a Redis Cluster sees a slot, in the text of {@code CLUSTER NODES} (Redis
 * documentation, "CLUSTER NODES", serialization format).
 *
 * @param epoch of the owner's configuration; grows with every failover and every slot that moved
 * @param owner the node that has the slot
 * @param shard the owner and its replicas
 */
record ClusterView(long epoch, HostAndPort owner, List<HostAndPort> shard) {

  private static final int SLOTS = 8;

  /**
   * Reads the text.
   *
   * @param asked who gave it, and may not know its own address
   * @return nothing when nobody has the slot
   */
  static Optional<ClusterView> of(String text, int slot, HostAndPort asked) {
    var lines = text.lines().map(line -> line.split(" ")).filter(l -> l.length >= SLOTS).toList();
    return lines.stream()
        .filter(line -> has(line, slot))
        .findFirst()
        .map(
            owner -> new ClusterView(epoch(owner), node(owner, asked), shard(owner, lines, asked)));
  }

  private static List<HostAndPort> shard(String[] owner, List<String[]> lines, HostAndPort asked) {
    var replicas =
        lines.stream()
            .filter(line -> line[3].equals(owner[0]) && !line[2].contains("noaddr"))
            .map(line -> node(line, asked));
    return Stream.concat(Stream.of(node(owner, asked)), replicas).toList();
  }

  private static long epoch(String[] line) {
    return Long.parseLong(line[6]);
  }

  /** What is in brackets is on its way from or to another node, and does not count yet. */
  private static boolean has(String[] line, int slot) {
    return Arrays.stream(line)
        .skip(SLOTS)
        .filter(range -> !range.startsWith("["))
        .map(range -> range.split("-"))
        .anyMatch(r -> Integer.parseInt(r[0]) <= slot && slot <= Integer.parseInt(r[r.length - 1]));
  }

  /**
   * {@code ip:port@busport}, from Redis 7 perhaps with {@code ,name}, which certificates are for.
   */
  private static HostAndPort node(String[] line, HostAndPort asked) {
    var parts = line[1].split(",");
    var address = parts[0].substring(0, parts[0].indexOf('@'));
    int colon = address.lastIndexOf(':');
    var ip = colon == 0 ? asked.getHost() : address.substring(0, colon);
    var host = parts.length > 1 && !parts[1].isEmpty() ? parts[1] : ip;
    return new HostAndPort(host, Integer.parseInt(address.substring(colon + 1)));
  }
}
