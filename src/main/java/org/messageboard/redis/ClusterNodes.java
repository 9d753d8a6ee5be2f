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
 * Asks the nodes of a Redis Cluster which of them has the board's keys, which are all in one slot.
 * Asks the nodes in {@code redis.url}, the slot's last known owner and that owner's replicas, each
 * on a new connection. The view with the newest configuration wins, because a node that was cut off
 * still names the former owner. Used by one thread at a time.
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
   * @param config how to connect to them; its timeouts limit every answer
   */
  ClusterNodes(List<HostAndPort> nodes, JedisClientConfig config) {
    this.nodes = nodes;
    this.config = config;
  }

  @Override
  public Optional<HostAndPort> find() {
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
      LOG.log(Level.FINE, e, () -> "The node " + node + " did not describe its cluster");
      return Optional.empty();
    }
  }
}
