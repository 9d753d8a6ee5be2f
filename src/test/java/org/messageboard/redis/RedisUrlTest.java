package org.messageboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

class RedisUrlTest {

  @Test
  void oneRedis() {
    var url = RedisUrl.parse("redis://ada:pa%3Ass@redis.example:6380/2");
    assertThat(url.form()).isEqualTo(RedisUrl.Form.ONE);
    assertThat(url.nodes()).containsExactly(new HostAndPort("redis.example", 6380));
    assertThat(url.user()).isEqualTo("ada");
    assertThat(url.password()).isEqualTo("pa:ss");
    assertThat(url.database()).isEqualTo(2);
    assertThat(url.tls()).isFalse();
  }

  @Test
  void oneRedisOverTlsWithoutPassword() {
    var url = RedisUrl.parse("rediss://localhost:6379");
    assertThat(url.tls()).isTrue();
    assertThat(url.user()).isNull();
    assertThat(url.password()).isNull();
  }

  @Test
  void sentinelsAndTheNameTheyKnow() {
    var url = RedisUrl.parse("redis-sentinel://a:26380,b,[::1]:26381/3#board");
    assertThat(url.form()).isEqualTo(RedisUrl.Form.SENTINELS);
    assertThat(url.primary()).isEqualTo("board");
    assertThat(url.nodes())
        .isEqualTo(
            List.of(
                new HostAndPort("a", 26380),
                new HostAndPort("b", 26379),
                new HostAndPort("[::1]", 26381)));
    assertThat(url.database()).isEqualTo(3);
    assertThat(url.tls()).isFalse();
    assertThat(url.password()).isNull();
  }

  @Test
  void theNameMayAlsoBeAParameter() {
    var url = RedisUrl.parse("rediss-sentinel://ada:s%40crét@a,b/?sentinelMasterId=board");
    assertThat(url.primary()).isEqualTo("board");
    assertThat(url.tls()).isTrue();
    assertThat(url.user()).isEqualTo("ada");
    assertThat(url.password()).isEqualTo("s@crét");
  }

  @Test
  void aLoneWordBeforeTheSentinelsIsThePassword() {
    var url = RedisUrl.parse("redis-sentinel://secret@a#board");
    assertThat(url.user()).isNull();
    assertThat(url.password()).isEqualTo("secret");
  }

  @Test
  void aCluster() {
    var url = RedisUrl.parse("rediss-cluster://ada:s%40crét@a:7000,b");
    assertThat(url.form()).isEqualTo(RedisUrl.Form.CLUSTER);
    assertThat(url.nodes()).containsExactly(new HostAndPort("a", 7000), new HostAndPort("b", 6379));
    assertThat(url.user()).isEqualTo("ada");
    assertThat(url.password()).isEqualTo("s@crét");
    assertThat(url.tls()).isTrue();
    assertThat(url).hasToString("the cluster of [a:7000, b:6379]");
  }

  @Test
  void itsTextContainsNoSecrets() {
    var sentinels = RedisUrl.parse("redis-sentinel://ada:secret@a:1,b:2#board");
    assertThat(sentinels).hasToString("board of the sentinels [a:1, b:2]");
    assertThat(RedisUrl.parse("redis://ada:secret@a:1")).hasToString("a:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:6379",
        "http://ada:secret@localhost:6379",
        "redis://",
        "redis://ada:secret@local host",
        "redis-sentinel://ada:secret@a:26379,b:26379",
        "redis-sentinel://ada:secret@a:26379/board",
        "redis-sentinel://ada:secret@a:26379,#board",
        "redis-sentinel://ada:secret@a:26379,b c#board",
        "redis-sentinel://ada:secret@#board",
        "redis-sentinel://ada:sec%ret@a#board",
        "redis-sentinel://ada:secret@a?timeout=1s#board",
        "redis-cluster://ada:secret@a:7000,b c",
        "redis-cluster://ada:secret@a:7000/2",
        "redis-cluster://ada:secret@a:70000",
        "redis://ada:secret@a:70000"
      })
  void anInvalidUrlIsRefusedWithoutQuotingIt(String url) {
    assertThatThrownBy(() -> RedisUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("redis.url (REDIS_URL) must be redis://")
        .hasMessageContaining("redis-sentinel://")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }
}
