package org.messageboard.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.messageboard.dev.Await;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What the sentinels say.
 *
 * @param ports where they are on this machine
 * @param name the name of what they watch
 */
record Sentinel(List<Integer> ports, String name) {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Where they all say the primary is; waits until they agree. */
  int primaryPort() {
    require(() -> named().distinct().count() == 1, "The sentinels do not agree on a primary.");
    return named().findFirst().orElseThrow();
  }

  /** Returns once they all see a replica that has everything. */
  void awaitReplica() {
    require(
        () -> ports.stream().allMatch(this::seesReplica) && replicaIsOnline(),
        "The replica of Redis did not come back.");
  }

  private Stream<Integer> named() {
    return ports.stream().map(this::named).map(port -> port.orElse(-1));
  }

  private Optional<Integer> named(int sentinel) {
    try (var connection = new Jedis(new HostAndPort("127.0.0.1", sentinel))) {
      return Optional.of(Integer.valueOf(connection.sentinelGetMasterAddrByName(name).get(1)));
    } catch (JedisException e) {
      return Optional.empty();
    }
  }

  private boolean seesReplica(int sentinel) {
    try (var connection = new Jedis(new HostAndPort("127.0.0.1", sentinel))) {
      return connection.sentinelMaster(name).get("flags").equals("master")
          && connection.sentinelReplicas(name).stream().allMatch(Sentinel::isFine);
    } catch (JedisException e) {
      return false;
    }
  }

  private static boolean isFine(Map<String, String> replica) {
    return replica.get("flags").equals("slave") && replica.get("master-link-status").equals("ok");
  }

  private boolean replicaIsOnline() {
    try (var redis = RedisClient.create("redis://127.0.0.1:" + primaryPort())) {
      return redis.info("replication").contains("state=online");
    } catch (JedisException e) {
      return false;
    }
  }

  private static void require(BooleanSupplier fact, String otherwise) {
    if (!Await.until(fact, LIMIT)) {
      throw new AssertionError(otherwise);
    }
  }
}
