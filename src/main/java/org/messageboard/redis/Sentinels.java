package org.messageboard.redis;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Asks the sentinels which Redis is the primary. Asks all of them, and the one with the newest
 * configuration wins, because a sentinel that was cut off from the others still names the former
 * primary. Uses new connections, so that a dead connection is not mistaken for a sentinel that does
 * not answer.
 *
 * @param nodes the sentinels
 * @param primary the name under which they monitor Redis
 * @param config how to connect to them; its timeouts limit every answer
 */
record Sentinels(List<HostAndPort> nodes, String primary, JedisClientConfig config)
    implements PrimaryFinder {

  private static final Logger LOG = Logger.getLogger(Sentinels.class.getName());

  /**
   * A sentinel's answer.
   *
   * @param epoch grows with every failover
   */
  private record Answer(long epoch, HostAndPort primary) {}

  @Override
  public Optional<HostAndPort> find() {
    return nodes.stream()
        .map(this::ask)
        .flatMap(Optional::stream)
        .max(Comparator.comparingLong(Answer::epoch))
        .map(Answer::primary);
  }

  @Override
  public String toString() {
    return "the sentinels %s of %s".formatted(nodes, primary);
  }

  /** Asks for the epoch first, so that it is never newer than the address. */
  private Optional<Answer> ask(HostAndPort sentinel) {
    try (var connection = new Jedis(sentinel, config)) {
      var epoch = connection.sentinelMaster(primary).get("config-epoch");
      var address = connection.sentinelGetMasterAddrByName(primary);
      if (address == null) {
        return Optional.empty();
      }
      var node = new HostAndPort(address.get(0), Integer.parseInt(address.get(1)));
      return Optional.of(new Answer(Long.parseLong(epoch), node));
    } catch (JedisException e) {
      LOG.log(Level.FINE, e, () -> "The sentinel " + sentinel + " did not name the primary");
      return Optional.empty();
    }
  }
}
