package org.messageboard.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.dev.Await;
import org.messageboard.dev.KafkaProcess;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisCluster;

/** The unchanged WAR on a Redis Cluster of three primaries and three replicas. */
class RedisClusterIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MESSAGES = 20;

  /** What a server says when it goes on at another Redis. */
  private static final Pattern OWNER = Pattern.compile("The primary Redis is 127.0.0.1:(\\d+)");

  @TempDir Path directory;

  @Test
  void theEndOfTheNodeThatHasTheBoardLosesAndDoublesNothing() {
    try (var cluster = new RedisCluster(directory.resolve("redis"));
        var kafka = new KafkaProcess(directory.resolve("kafka"), Ports.free())) {
      cluster.start();
      kafka.start();
      var environment =
          Map.of("REDIS_URL", cluster.url(), "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
      try (var server = new BoardServer("redis-cluster", environment)) {
        server.start();
        try (var stream = server.board().stream("")) {
          post(server, "before");
          stream.await(events -> count(events, "before") == MESSAGES, LIMIT);
          int former = owner(server);
          cluster.node(former).kill();
          post(server, "after");
          var events = stream.await(all -> count(all, "after") == MESSAGES, LIMIT);
          assertThat(count(events, "before")).isEqualTo(MESSAGES);
          assertThat(Await.until(() -> ready(server), LIMIT)).isTrue();
          assertThat(owner(server)).isNotEqualTo(former);
          assertThat(server.board().history("?limit=100")).hasSize(2 * MESSAGES);
          assertThat(server.everyLog()).doesNotContain("s3cret");
        }
      }
    }
  }

  private static void post(BoardServer server, String content) {
    for (int i = 0; i < MESSAGES; i++) {
      assertThat(server.board().post("Ada", content).statusCode()).isEqualTo(202);
    }
  }

  private static long count(List<SseEvent> events, String content) {
    return events.stream().filter(e -> e.data().contains('"' + content + '"')).count();
  }

  private static boolean ready(BoardServer server) {
    return server.board().get("health/ready").statusCode() == 200;
  }

  private static int owner(BoardServer server) {
    try {
      var said = OWNER.matcher(Files.readString(server.messagesLog())).results().toList();
      assertThat(said).isNotEmpty();
      return Integer.parseInt(said.get(said.size() - 1).group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
