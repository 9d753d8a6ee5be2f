package org.messageboard.redis;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.view.RedisKeys;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Asks the nodes of a Redis Cluster which of them has the slot of the board's keys; all keys are in
 * one. Those of {@code redis.url} are asked, and those that have the slot now or would take it
 * over, on new connections. The view with the newest configuration is believed: a node that was
 * away still names the former owner. Used by one thread at a time.
 */
final class ClusterNodes implements PrimaryFinder {

  /** The slot of every key of {@link RedisKeys}. */
  static final int SLOT = JedisClusterCRC16.getSlot(RedisKeys.BOARD);

  private static final Logger LOG = Logger.getLogger(ClusterNodes.class.getName());

  private final List<HostAndPort> nodes;
  private final JedisClientConfig config;
  private List<HostAndPort> shard = List.of();

  /**
   * @param nodes some of the cluster's nodes
   * @param config how to connect to them; its timeouts bound every answer
   */
  ClusterNodes(List<HostAndPort> nodes, JedisClientConfig config) {
    this.nodes = nodes;
    this.config = config;
  }

  @Override
  public Optional<HostAndPort> ask() {
    var asked = new LinkedHashSet<>(nodes);
    asked.addAll(shard);
    var newest =
        asked.stream()
            .map(this::ask)
            .flatMap(Optional::stream)
            .max(Comparator.comparingLong(ClusterView::epoch));
    newest.ifPresent(view -> shard = view.shard());
    return newest.map(ClusterView::owner);
  }

  @Override
  public String toString() {
    return "the cluster's nodes " + nodes;
  }

  private Optional<ClusterView> ask(HostAndPort node) {
    try (var connection = new Jedis(node, config)) {
      return ClusterView.of(connection.clusterNodes(), SLOT, node);
    } catch (JedisException e) {
      LOG.log(Level.FINE, e, () -> "The node " + node + " does not describe its cluster");
      return Optional.empty();
    }
  }
}
