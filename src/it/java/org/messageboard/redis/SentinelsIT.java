package org.messageboard.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.dev.Await;
import org.messageboard.dev.RedisGroup;
import org.messageboard.view.RedisKeys;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/** Connections follow the primary that real sentinels name. */
@Tag("services")
class SentinelsIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final JedisClientConfig CONFIG =
      DefaultJedisClientConfig.builder().resp2().build();
  private static final List<String> KEYS = List.of(RedisKeys.STATE, RedisKeys.LOG);
  private static final List<String> ARGUMENTS = List.of("0", "10", "", "0", "1000");

  @TempDir Path directory;

  @Test
  void afterTheEndOfThePrimaryAllConnectionsAreThoseOfItsReplica() throws Exception {
    try (var group = new RedisGroup(directory, port -> port);
        var primary = new PrimaryConnections(SentinelsIT::pool);
        var redis = client(primary)) {
      group.start();
      var url = RedisUrl.parse(group.url());
      var sentinels = new Sentinels(url.nodes(), url.primary(), CONFIG);
      primary.follow(sentinels.find().orElseThrow());
      assertThat(LuaScript.named("reading.lua", "since.lua").run(redis, KEYS, ARGUMENTS))
          .hasSize(5);
      var subscription = Subscription.begin(redis);

      var former = group.nodes().get(0);
      former.kill();
      assertThat(
              Await.until(
                  () -> sentinels.find().filter(p -> p.getPort() != former.port()).isPresent(),
                  LIMIT))
          .isTrue();
      primary.follow(sentinels.find().orElseThrow());

      assertThat(subscription).failsWithin(LIMIT).withThrowableThat().havingCause();
      assertThat(redis.info("replication")).contains("role:master");
      assertThat(LuaScript.named("reading.lua", "since.lua").run(redis, KEYS, ARGUMENTS))
          .hasSize(5);
    }
  }

  @Test
  void aSubscriptionEndsWhenAnotherPrimaryIsFollowedThoughTheFormerRunsOn() throws Exception {
    try (var group = new RedisGroup(directory, port -> port);
        var primary = new PrimaryConnections(SentinelsIT::pool);
        var redis = client(primary)) {
      group.start();
      var nodes = group.nodes();
      primary.follow(node(nodes.get(0).port()));
      var subscription = Subscription.begin(redis);
      primary.follow(node(nodes.get(1).port()));
      assertThat(subscription)
          .failsWithin(LIMIT)
          .withThrowableThat()
          .withCauseInstanceOf(JedisException.class);
      assertThat(redis.info("server")).contains("tcp_port:" + nodes.get(1).port());
    }
  }

  private static RedisClient client(PrimaryConnections primary) {
    return RedisClient.builder()
        .hostAndPort("localhost", 0)
        .clientConfig(CONFIG)
        .connectionProvider(primary)
        .build();
  }

  private static HostAndPort node(int port) {
    return new HostAndPort("127.0.0.1", port);
  }

  private static NodePool pool(HostAndPort node) {
    return new NodePool(node, CONFIG, new ConnectionPoolConfig());
  }
}
