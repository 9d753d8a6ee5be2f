package org.messageboard.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.messageboard.view.RedisKeys;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.util.JedisClusterCRC16;

class ClusterViewTest {

  private static final HostAndPort ASKED = new HostAndPort("redis.example", 7001);

  private static final String NODES =
      """
      aaa 10.0.0.1:7000@17000 master - 0 1 1 connected 0-5460 [93->-bbb]
      bbb :7001@17001 myself,master - 0 0 12 connected 5461-10922 12000
      ccc 10.0.0.3:7002@17002,three.example master,fail? - 0 1 3 connected 10923-11999 12001-16383
      ddd 10.0.0.4:7003@17003,,shard-id=x slave bbb 0 1 12 connected
      eee :0@0 slave,noaddr bbb 0 1 12 disconnected
      """;

  @Test
  void aSlotIsOwnedByTheNodeWithItsRange() {
    var view = ClusterView.of(NODES, 42, ASKED).orElseThrow();
    assertThat(view.owner()).isEqualTo(new HostAndPort("10.0.0.1", 7000));
    assertThat(view.epoch()).isEqualTo(1);
    assertThat(view.shard()).containsExactly(view.owner());
  }

  @Test
  void aNodeWithoutAnAddressGetsTheOneItWasQueriedAt() {
    var view = ClusterView.of(NODES, 12_000, ASKED).orElseThrow();
    assertThat(view.owner()).isEqualTo(new HostAndPort("redis.example", 7001));
    assertThat(view.epoch()).isEqualTo(12);
    assertThat(view.shard()).containsExactly(view.owner(), new HostAndPort("10.0.0.4", 7003));
  }

  @Test
  void aNodesHostNameIsPreferred() {
    assertThat(ClusterView.of(NODES, 16_383, ASKED).orElseThrow().owner())
        .isEqualTo(new HostAndPort("three.example", 7002));
  }

  @Test
  void anUnassignedSlotHasNoOwner() {
    assertThat(ClusterView.of("bbb :7001@17001 myself,master - 0 0 0 connected", 1, ASKED))
        .isEmpty();
  }

  @Test
  void allKeysOfTheBoardAreInOneSlot() {
    assertThat(
            new String[] {
              RedisKeys.LOG,
              RedisKeys.OFFSETS,
              RedisKeys.IDS,
              RedisKeys.STATE,
              RedisKeys.CHANNELS,
              RedisKeys.COUNTS,
              RedisKeys.CHANNEL + "general"
            })
        .allMatch(key -> JedisClusterCRC16.getSlot(key) == ClusterNodes.SLOT);
  }
}
