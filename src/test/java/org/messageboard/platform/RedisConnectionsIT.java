package org.messageboard.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import redis.clients.jedis.JedisPubSub;

class RedisConnectionsIT {

  private static final int TIMES = 3;

  @TempDir Path directory;

  @Test
  void aSubscriptionWhoseCallbackFailedSpoilsNoOtherCommand() {
    try (var redis = new RedisProcess(directory, Ports.free())) {
      redis.start();
      var connections = new RedisConnections();
      connections.url = redis.url();
      connections.connect();
      for (int i = 0; i < TIMES; i++) {
        assertThatThrownBy(() -> connections.listening().subscribe(new Failing(), RedisKeys.PUBSUB))
            .hasMessage("It failed.");
        assertThat(connections.listening().get("key")).isNull();
        assertThat(connections.pipeline().get("key")).isNull();
      }
      connections.close();
    }
  }

  private static final class Failing extends JedisPubSub {

    @Override
    public void onSubscribe(String channel, int subscribedChannels) {
      throw new IllegalStateException("It failed.");
    }
  }
}
