package org.messageboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.dev.TcpProxy;
import org.messageboard.view.RedisKeys;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

class RedisConnectionsIT {

  private static final int TIMES = 3;
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String WRITE = "return redis.call('SET', KEYS[1], ARGV[1])";

  @TempDir Path directory;

  @Test
  void aSubscriptionWhoseCallbackFailedSpoilsNoOtherCommand() {
    try (var redis = new RedisProcess(directory, Ports.free())) {
      redis.start();
      var connections = connections(redis.url());
      for (int i = 0; i < TIMES; i++) {
        assertThatThrownBy(() -> connections.listening().subscribe(new Failing(), RedisKeys.PUBSUB))
            .hasMessage("It failed.");
        assertThat(connections.listening().get("key")).isNull();
        assertThat(connections.pipeline().get("key")).isNull();
      }
      connections.close();
    }
  }

  /** As when a name of DNS, or a proxy, leads to another Redis and the former one runs on. */
  @Test
  void aPrimaryThatBecameAReplicaIsLeftForTheOneBehindTheSameAddress() throws Exception {
    try (var former = new RedisProcess(directory.resolve("former"), Ports.free());
        var next = new RedisProcess(directory.resolve("next"), Ports.free());
        var proxy = new TcpProxy(former.port());
        var admin = RedisClient.create(former.url())) {
      former.start();
      next.start();
      var connections = connections("redis://127.0.0.1:" + proxy.port());
      write(connections);
      var all = List.of(connections.reading(), connections.pipeline(), connections.backlog());
      assertThat(all).allMatch(redis -> redis.info("server").contains("tcp_port:" + former.port()));
      var subscription = Subscription.begin(connections.listening());

      admin.sendCommand(Protocol.Command.REPLICAOF, "127.0.0.1", Integer.toString(next.port()));
      proxy.redirect(next.port());
      assertThatThrownBy(() -> write(connections))
          .isInstanceOf(JedisDataException.class)
          .hasMessageContaining("READONLY");

      write(connections);
      assertThat(all).allMatch(redis -> redis.info("server").contains("tcp_port:" + next.port()));
      assertThat(subscription)
          .failsWithin(LIMIT)
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(JedisException.class);
      connections.close();
    }
  }

  /** Redis' own errors, of a command and of one in a script; nothing is left of the question. */
  @Test
  void aRedisThatWouldTakeNoWriteSaysWhy() {
    try (var redis = new RedisProcess(directory, Ports.free());
        var admin = RedisClient.create(redis.url())) {
      redis.start();
      var connections = connections(redis.url());
      assertThat(connections.writeRefusal()).isEmpty();
      var refusals = Map.of("OOM", "maxmemory", "NOREPLICAS", "min-replicas-to-write");
      refusals.forEach(
          (code, setting) -> {
            admin.configSet(setting, "1");
            assertThat(connections.writeRefusal().orElseThrow()).startsWith(code);
            assertThatThrownBy(() -> write(connections))
                .isInstanceOfSatisfying(
                    JedisDataException.class,
                    e -> assertThat(RedisError.of(e).code()).isEqualTo(code));
            admin.configSet(setting, "0");
            assertThat(connections.writeRefusal()).isEmpty();
          });
      assertThat(admin.dbSize()).isZero();
      redis.stop();
      assertThat(connections.writeRefusal()).isPresent();
      connections.close();
    }
  }

  private static RedisConnections connections(String url) {
    var connections = new RedisConnections();
    connections.settings = new RedisSettings(RedisUrl.parse(url), null);
    connections.connect();
    return connections;
  }

  private static void write(RedisConnections connections) {
    connections.pipeline().eval(WRITE, List.of(RedisKeys.STATE), List.of("value"));
  }

  private static final class Failing extends JedisPubSub {

    @Override
    public void onSubscribe(String channel, int subscribedChannels) {
      throw new IllegalStateException("It failed.");
    }
  }
}
