package org.messageboard.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.view.RedisKeys;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** Runs the script on a real Redis. */
class SigningKeysTest {

  @TempDir static Path directory;
  private static RedisProcess server;
  private static RedisClient redis;

  @BeforeAll
  static void startRedis() {
    server = new RedisProcess(directory, Ports.free());
    server.start();
    redis = RedisClient.create(server.url());
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
    server.stop();
  }

  @BeforeEach
  void empty() {
    redis.flushAll();
  }

  @Test
  void allServersHaveTheKeyThatTheFirstOneMade() {
    var servers = List.of(server(), server(), server());
    servers.forEach(SigningKeys::share);
    assertThat(servers.get(0).get()).hasSize(1).allMatch(key -> key.length() == 43);
    assertThat(servers).allMatch(other -> other.get().equals(servers.get(0).get()));
    var restarted = server();
    restarted.share();
    assertThat(restarted.get()).isEqualTo(servers.get(0).get());
  }

  @Test
  void aServerPutsTheKeyBackIntoARedisThatHasLostIt() {
    server().share();
    var another = server();
    another.share();
    var key = another.get();
    redis.flushAll();
    another.share();
    assertThat(another.get()).isEqualTo(key);
    assertThat(redis.smembers(RedisKeys.SIGNING_KEYS)).containsExactlyElementsOf(key);
  }

  @Test
  void whenAnotherServerWasFasterBothKeysAreValidAndAllSignWithTheSame() {
    var before = server();
    before.share();
    var key = before.get().get(0);
    redis.flushAll();
    var after = server();
    after.share();
    assertThat(after.get()).hasSize(1).doesNotContain(key);
    before.share();
    after.share();
    assertThat(before.get()).hasSize(2).contains(key).isEqualTo(after.get());
  }

  @Test
  void aServerThatCannotReachRedisKeepsWhatItKnows() {
    var server = server();
    assertThat(server.get()).isEmpty();
    server.redis = nowhere();
    server.share();
    assertThat(server.get()).isEmpty();
    server.redis = redis;
    server.share();
    var key = server.get();
    server.redis = nowhere();
    server.share();
    assertThat(server.get()).hasSize(1).isEqualTo(key);
  }

  private static SigningKeys server() {
    var keys = new SigningKeys();
    keys.redis = redis;
    return keys;
  }

  private static RedisClient nowhere() {
    return RedisClient.builder()
        .hostAndPort(new HostAndPort("127.0.0.1", Ports.free()))
        .clientConfig(DefaultJedisClientConfig.builder().connectionTimeoutMillis(400).build())
        .build();
  }
}
