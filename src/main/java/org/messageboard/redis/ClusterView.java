package org.messageboard.redis;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import redis.clients.jedis.HostAndPort;

/**
 * Which node has a slot, according to one node's answer to {@code CLUSTER NODES} (Redis
 * documentation, "CLUSTER NODES", serialization format).
 *
 * @param epoch the owner's configuration epoch, which grows with every failover and every moved
 *     slot
 * @param owner the node that has the slot
 * @param shard the owner and its replicas
 */
record ClusterView(long epoch, HostAndPort owner, List<HostAndPort> shard) {

  private static final int FIRST_SLOT_FIELD = 8;

  /**
   * Parses an answer.
   *
   * @param source the node that answered, which may not know its own address
   * @return empty if no node has the slot
   */
  static Optional<ClusterView> of(String text, int slot, HostAndPort source) {
    var lines =
        text.lines()
            .map(line -> line.split(" "))
            .filter(l -> l.length >= FIRST_SLOT_FIELD)
            .toList();
    return lines.stream()
        .filter(line -> hasSlot(line, slot))
        .findFirst()
        .map(
            owner ->
                new ClusterView(epoch(owner), node(owner, source), shard(owner, lines, source)));
  }

  private static List<HostAndPort> shard(String[] owner, List<String[]> lines, HostAndPort source) {
    var replicas =
        lines.stream()
            .filter(line -> line[3].equals(owner[0]) && !line[2].contains("noaddr"))
            .map(line -> node(line, source));
    return Stream.concat(Stream.of(node(owner, source)), replicas).toList();
  }

  private static long epoch(String[] line) {
    return Long.parseLong(line[6]);
  }

  /** Ranges in brackets are moving from or to another node, and do not count yet. */
  private static boolean hasSlot(String[] line, int slot) {
    return Arrays.stream(line)
        .skip(FIRST_SLOT_FIELD)
        .filter(range -> !range.startsWith("["))
        .map(range -> range.split("-"))
        .anyMatch(r -> Integer.parseInt(r[0]) <= slot && slot <= Integer.parseInt(r[r.length - 1]));
  }

  /**
   * Parses {@code ip:port@busport}, which Redis 7 may follow with {@code ,name}, the host name in
   * certificates.
   */
  private static HostAndPort node(String[] line, HostAndPort source) {
    var parts = line[1].split(",");
    var address = parts[0].substring(0, parts[0].indexOf('@'));
    int colon = address.lastIndexOf(':');
    var ip = colon == 0 ? source.getHost() : address.substring(0, colon);
    var host = parts.length > 1 && !parts[1].isEmpty() ? parts[1] : ip;
    return new HostAndPort(host, Integer.parseInt(address.substring(colon + 1)));
  }
}
