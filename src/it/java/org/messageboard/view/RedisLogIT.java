package org.messageboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.dev.Await;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.live.Events;
import org.messageboard.live.Hub;
import org.messageboard.metrics.Metrics;
import org.messageboard.sse.SseFraming;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;

/** The log in a real Redis. */
@Tag("services")
class RedisLogIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** One for each task, as each may wait. */
  private static final Executor THREADS = task -> new Thread(task).start();

  @TempDir Path directory;

  @Test
  void clientsThatWaitForAConnectionToTheirBacklogDoNotHoldUpTheHub() {
    try (var process = new RedisProcess(directory, Ports.free())) {
      process.start();
      try (var redis = RedisClient.create(process.url());
          var crowd = crowd(process)) {
        var log = new RedisLog(redis, crowd, new Metrics().redis());
        var hub =
            new Hub(
                log,
                new SseFraming(),
                new Hub.Memory(64, 1_000_000),
                Events.NOBODY,
                (position, type) -> {});
        var slow = CompletableFuture.runAsync(() -> crowd.blpop(0, "until"), THREADS);
        assertThat(Await.until(() -> redis.info("clients").contains("blocked_clients:1"), LIMIT))
            .isTrue();
        var client = CompletableFuture.supplyAsync(() -> hub.backlog(0), THREADS);
        assertThat(CompletableFuture.runAsync(hub::catchUp, THREADS)).succeedsWithin(LIMIT);
        assertThat(hub.buffer().isUnknown()).isFalse();
        assertThat(client).isNotDone();
        redis.lpush("until", "now");
        assertThat(slow).succeedsWithin(LIMIT);
        assertThat(client).succeedsWithin(LIMIT);
      }
    }
  }

  /** One connection, which the next client waits for. */
  private static RedisClient crowd(RedisProcess process) {
    var one = new ConnectionPoolConfig();
    one.setMaxTotal(1);
    one.setMaxWait(LIMIT.multipliedBy(2));
    return RedisClient.builder().fromURI(process.url()).poolConfig(one).build();
  }
}
