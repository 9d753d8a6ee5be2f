package org.messageboard.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.dev.Await;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.metrics.Metrics;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** Runs the scripts on a real Redis. */
class BucketsTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** A minute until one is added, so that the time that the test takes does not count. */
  private static final Rate SLOW = new Rate(1, 3);

  @TempDir static Path directory;
  private static RedisProcess server;
  private static RedisClient redis;

  private final List<Bucket> ada =
      List.of(
          Bucket.ofPerson(Kind.POSTS, "ada", SLOW),
          Bucket.ofAddress(Kind.POSTS, "office", new Rate(2, 5)));

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

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void theScriptDecidesAsTheBucketsInMemoryDo(long seed) throws IOException {
    var script = Files.readString(Path.of("src/main/resources/lua/gcra.lua"));
    var atTime = script + "return take(tonumber(ARGV[#ARGV]))";
    var local = new LocalBuckets(100);
    var sequence = new RandomRequests(new Random(seed));
    for (int i = 0; i < 2_000; i++) {
      sequence.next();
      var buckets = sequence.buckets();
      var arguments = new ArrayList<>(Bucket.arguments(buckets));
      arguments.add(Long.toString(sequence.now()));
      var answer =
          (List<?>) redis.eval(atTime, buckets.stream().map(Bucket::key).toList(), arguments);
      var index = ((Long) answer.get(0)).intValue();
      assertThat(new Decision(buckets.get(index), (Long) answer.get(1), (Long) answer.get(2)))
          .isEqualTo(local.take(buckets, sequence.now()));
    }
  }

  @Test
  void allServersTakeFromTheSameBuckets() {
    var servers = List.of(buckets(redis), buckets(redis));
    for (int i = 0; i < 3; i++) {
      assertThat(servers.get(i % 2).take(ada).left()).isEqualTo(2 - i);
    }
    for (var each : servers) {
      var refused = each.take(ada);
      assertThat(refused.admitted()).isFalse();
      assertThat(refused.bucket()).isEqualTo(ada.get(0));
      assertThat(refused.pause()).isBetween(50_000_000L, 60_000_000L);
    }
    assertThat(servers).noneMatch(Buckets::isLocal);
  }

  @Test
  void aBucketIsForgottenWhenItIsFull() {
    buckets(redis).take(ada);
    assertThat(redis.keys("*")).hasSize(2).allMatch(key -> key.startsWith("{messages}:limit:"));
    assertThat(redis.pttl(ada.get(0).key())).isBetween(50_000L, 60_000L);
    assertThat(redis.pttl(ada.get(1).key())).isBetween(20_000L, 30_000L);
  }

  @Test
  void aClockThatWasSetBackOrALowerLimitMakesNobodyWaitLonger() {
    redis.set(ada.get(0).key(), "9000000000000000");
    assertThat(buckets(redis).take(ada).pause()).isBetween(1L, 60_000_000L);
  }

  @Test
  void withoutRedisTheServerCountsByItselfAndNobodyWaits() throws IOException {
    var other = new RedisProcess(directory.resolve("other"), Ports.free());
    try (other;
        var client = client(other.port())) {
      var buckets = buckets(client);
      assertThat(buckets.take(ada).admitted()).isTrue();
      assertThat(buckets.isLocal()).isTrue();
      buckets.take(ada);
      assertThat(buckets.take(ada).left()).isZero();
      assertThat(buckets.take(ada).admitted()).isFalse();
      other.start();
      assertThat(Await.until(() -> isBack(buckets), LIMIT)).isTrue();
      assertThat(client.keys("*")).hasSize(2);
    }
  }

  private boolean isBack(Buckets buckets) {
    buckets.take(ada);
    return !buckets.isLocal();
  }

  private static Buckets buckets(RedisClient client) {
    return new Buckets(client, new Metrics().redis(), Runnable::run);
  }

  private static RedisClient client(int port) {
    return RedisClient.builder()
        .hostAndPort(new HostAndPort("127.0.0.1", port))
        .clientConfig(DefaultJedisClientConfig.builder().connectionTimeoutMillis(400).build())
        .build();
  }
}
