package org.messageboard.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.dev.Await;
import org.messageboard.dev.RedisCluster;
import org.messageboard.dev.RedisProcess;
import org.messageboard.view.RedisKeys;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.MigrateParams;

/** Connections follow the owner of the board's slot in a real cluster. */
@Tag("services")
class ClusterNodesIT {

  private static final String HOST = "127.0.0.1";
  private static final int MIGRATE_MILLIS = 5_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final JedisClientConfig CONFIG =
      DefaultJedisClientConfig.builder().connectionTimeoutMillis(400).resp2().build();
  private static final List<String> KEYS = List.of(RedisKeys.STATE, RedisKeys.LOG);
  private static final List<String> ARGUMENTS = List.of("0", "10", "", "0", "1000");

  @TempDir Path directory;

  @Test
  void afterTheSlotMovedAndAfterTheEndOfItsOwnerItIsFoundWhereItIs() {
    try (var cluster = new RedisCluster(directory);
        var primary = new PrimaryConnections(ClusterNodesIT::pool);
        var redis = client(primary)) {
      cluster.start();
      var finder = new ClusterNodes(RedisUrl.parse(cluster.url()).nodes(), CONFIG);
      int first = finder.find().orElseThrow().getPort();
      primary.follow(finder.find().orElseThrow());
      redis.set(RedisKeys.BOARD, "kept");
      assertThat(LuaScript.named("reading.lua", "since.lua").run(redis, KEYS, ARGUMENTS))
          .hasSize(5);

      int second = otherPrimary(cluster, first);
      move(cluster, first, second);
      primary.follow(finder.find().orElseThrow());
      assertThat(redis.info("server")).contains("tcp_port:" + second);
      assertThat(redis.get(RedisKeys.BOARD)).isEqualTo("kept");

      cluster.node(second).kill();
      assertThat(Await.until(() -> finder.find().orElseThrow().getPort() != second, LIMIT))
          .isTrue();
      primary.follow(finder.find().orElseThrow());
      assertThat(Await.until(() -> answers(redis), LIMIT)).isTrue();
      assertThat(redis.info("replication")).contains("role:master");
      assertThat(redis.get(RedisKeys.BOARD)).isEqualTo("kept");
      assertThat(LuaScript.named("reading.lua", "since.lua").run(redis, KEYS, ARGUMENTS))
          .hasSize(5);
    }
  }

  private static int otherPrimary(RedisCluster cluster, int port) {
    return cluster.nodes().subList(0, 3).stream()
        .mapToInt(RedisProcess::port)
        .filter(other -> other != port)
        .findFirst()
        .orElseThrow();
  }

  /** As redis-cli does; returns when all nodes know and the replica has what was moved. */
  private static void move(RedisCluster cluster, int fromPort, int toPort) {
    try (var from = RedisCluster.connect(fromPort);
        var to = RedisCluster.connect(toPort)) {
      to.clusterSetSlotImporting(ClusterNodes.SLOT, from.clusterMyId());
      from.clusterSetSlotMigrating(ClusterNodes.SLOT, to.clusterMyId());
      var keys = from.clusterGetKeysInSlot(ClusterNodes.SLOT, 100).toArray(String[]::new);
      assertThat(keys).isNotEmpty();
      from.migrate(HOST, toPort, MIGRATE_MILLIS, new MigrateParams(), keys);
      to.clusterSetSlotNode(ClusterNodes.SLOT, to.clusterMyId());
      from.clusterSetSlotNode(ClusterNodes.SLOT, to.clusterMyId());
      assertThat(to.waitReplicas(1, LIMIT.toMillis())).isEqualTo(1);
    }
    assertThat(Await.until(() -> allSee(cluster, toPort), LIMIT)).isTrue();
  }

  private static boolean allSee(RedisCluster cluster, int owner) {
    return cluster.nodes().stream()
        .map(node -> new ClusterNodes(List.of(new HostAndPort(HOST, node.port())), CONFIG))
        .allMatch(node -> node.find().orElseThrow().getPort() == owner);
  }

  private static boolean answers(RedisClient redis) {
    try {
      return redis.get(RedisKeys.BOARD) != null;
    } catch (JedisException e) {
      return false; // the new owner waits for the others' word
    }
  }

  private static RedisClient client(PrimaryConnections primary) {
    return RedisClient.builder()
        .hostAndPort(HOST, 0)
        .clientConfig(CONFIG)
        .connectionProvider(primary)
        .build();
  }

  private static NodePool pool(HostAndPort node) {
    return new NodePool(node, CONFIG, new ConnectionPoolConfig());
  }
}
