package org.messageboard.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.messageboard.view.RedisKeys;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.UnifiedJedis;

/** A subscription on a thread of its own. */
final class Subscription {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Subscription() {}

  /** Returns once Redis has it; what is returned is done when it has ended. */
  static CompletableFuture<Void> begin(UnifiedJedis redis) throws InterruptedException {
    var subscribed = new CountDownLatch(1);
    var listener =
        new JedisPubSub() {
          @Override
          public void onSubscribe(String channel, int subscribedChannels) {
            subscribed.countDown();
          }
        };
    var ended = CompletableFuture.runAsync(() -> redis.subscribe(listener, RedisKeys.PUBSUB));
    assertThat(subscribed.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return ended;
  }
}
