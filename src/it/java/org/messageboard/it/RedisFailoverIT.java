package org.messageboard.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.dev.Await;
import org.messageboard.dev.Certificate;
import org.messageboard.dev.KafkaProcess;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisCluster;
import org.messageboard.dev.RedisGroup;
import org.messageboard.dev.RedisProcess;

/**
 * The unchanged WAR on Redis servers that are found by sentinels or in a Cluster, with TLS to each
 * of them: the primary that ends is followed by another. SentinelsIT and ClusterNodesIT have none.
 */
@Tag("services")
class RedisFailoverIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MESSAGES = 20;

  /** What a server says when it goes on at another Redis. */
  private static final Pattern OWNER = Pattern.compile("The primary Redis is 127.0.0.1:(\\d+)");

  @TempDir Path directory;

  private Certificate certificate;
  private KafkaProcess kafka;

  @BeforeEach
  void start() throws Exception {
    certificate = Certificate.create(directory, "redis", "ip:127.0.0.1", "st0re-s3cret");
    kafka = new KafkaProcess(directory.resolve("kafka"), Ports.free());
    kafka.start();
  }

  @AfterEach
  void stop() {
    kafka.kill();
  }

  @Test
  void sentinelsAndTheirRedisOverTls() {
    try (var group = new RedisGroup(directory.resolve("group"), certificate)) {
      group.start();
      assertThat(group.url()).startsWith("rediss-sentinel://");
      outlives("tls-sentinels", group.url(), primary -> endInStep(group.nodes(), 0, 1));
    }
  }

  @Test
  void aClusterOverTls() {
    try (var cluster = new RedisCluster(directory.resolve("cluster"), certificate)) {
      cluster.start();
      assertThat(cluster.url()).startsWith("rediss-cluster://");
      outlives("tls-cluster", cluster.url(), primary -> endPrimary(cluster, primary));
    }
  }

  /** Nothing is lost or doubled when the primary ends, and all of it goes to the ports given. */
  private void outlives(String name, String url, IntConsumer end) {
    var environment =
        Map.of(
            "REDIS_URL",
            url,
            "REDIS_SSL_TRUSTSTORE_TYPE",
            "PEM",
            "REDIS_SSL_TRUSTSTORE_LOCATION",
            certificate.pem().toString(),
            "KAFKA_BOOTSTRAP_SERVERS",
            kafka.bootstrapServers());
    try (var server = new BoardServer(name, environment)) {
      server.start();
      try (var stream = server.board().stream("")) {
        post(server, "before");
        stream.await(events -> count(events, "before") == MESSAGES, LIMIT);
        int former = primary(server);
        end.accept(former);
        post(server, "after");
        var events = stream.await(all -> count(all, "after") == MESSAGES, LIMIT);
        assertThat(count(events, "before")).isEqualTo(MESSAGES);
        assertThat(Await.until(() -> isReady(server), LIMIT)).isTrue();
        assertThat(primary(server)).isNotEqualTo(former);
        assertThat(server.board().history("?limit=100")).hasSize(2 * MESSAGES);
        assertThat(server.everyLog()).doesNotContain("s3cret");
      }
    }
  }

  private static void endPrimary(RedisCluster cluster, int clientPort) {
    var nodes = cluster.nodes();
    int primary = nodes.indexOf(cluster.node(clientPort));
    endInStep(nodes, primary, primary + nodes.size() / 2);
  }

  /** Ends a primary once its replica has all that it has: else that would be streamed again. */
  private static void endInStep(List<RedisProcess> nodes, int primary, int replica) {
    long all = offset(nodes.get(primary), "master_repl_offset");
    assertThat(Await.until(() -> offset(nodes.get(replica), "slave_repl_offset") >= all, LIMIT))
        .isTrue();
    nodes.get(primary).kill();
  }

  /** A place in the primary's replication stream, as Redis' command INFO tells it. */
  private static long offset(RedisProcess node, String field) {
    try (var redis = RedisCluster.connect(node.port())) {
      return redis
          .info("replication")
          .lines()
          .filter(line -> line.startsWith(field + ":"))
          .mapToLong(line -> Long.parseLong(line.substring(field.length() + 1)))
          .findFirst()
          .orElseThrow();
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

  private static boolean isReady(BoardServer server) {
    return server.board().get("health/ready").statusCode() == 200;
  }

  private static int primary(BoardServer server) {
    try {
      var said = OWNER.matcher(Files.readString(server.messagesLog())).results().toList();
      assertThat(said).isNotEmpty();
      return Integer.parseInt(said.get(said.size() - 1).group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
