package org.messageboard.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.dev.Await;
import org.messageboard.dev.KafkaProcess;
import org.messageboard.dev.Ports;
import org.messageboard.dev.PostgresProcess;
import org.messageboard.dev.RedisProcess;
import redis.clients.jedis.RedisClient;

/** The processes that other tests kill come back with what they had. */
class EmbeddedServicesIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** What a directory may be called, and a file of settings or a URL may trip over. */
  private static final String ODD = "bö ard #1 100% [a]/";

  @TempDir Path directory;

  @Test
  void redisKeepsItsDataWhenKilled() {
    try (var redis = new RedisProcess(directory.resolve(ODD + "redis"), Ports.free())) {
      redis.start();
      try (var client = RedisClient.create(redis.url())) {
        client.set("key", "value");
      }
      redis.kill();
      assertThat(redis.isAlive()).isFalse();
      redis.start();
      try (var client = RedisClient.create(redis.url())) {
        assertThat(client.get("key")).isEqualTo("value");
      }
    }
  }

  @Test
  void postgresKeepsItsDataWhenKilledAndEndsWithItsClients() throws Exception {
    var programs = Path.of(System.getProperty("board.target")).resolve("postgresql-programs");
    try (var postgres =
        new PostgresProcess(
            directory.resolve(ODD + "postgresql"), programs.toAbsolutePath(), Ports.free())) {
      postgres.start();
      try (var connection = postgres.connect("postgres")) {
        connection.createStatement().execute("CREATE TABLE kept (one integer)");
      }
      postgres.kill();
      postgres.start();
      try (var connection = postgres.connect("postgres")) {
        connection.createStatement().execute("INSERT INTO kept VALUES (1)");
        // With a client still connected
        postgres.stop();
        assertThat(postgres.exitCode()).isZero();
      }
    }
  }

  @Test
  void kafkaKeepsItsTopicsAndItsClusterIdWhenKilled() throws Exception {
    try (var kafka = new KafkaProcess(directory.resolve(ODD + "kafka"), Ports.free())) {
      kafka.start();
      String clusterId;
      try (var admin = admin(kafka)) {
        admin.createTopics(List.of(new NewTopic("kept", 3, (short) 1))).all().get();
        clusterId = admin.describeCluster().clusterId().get();
      }
      kafka.kill();
      kafka.start();
      try (var admin = admin(kafka)) {
        assertThat(admin.describeCluster().clusterId().get()).isEqualTo(clusterId);
        assertThat(admin.listTopics().names().get()).contains("kept");
      }
    }
  }

  @Test
  void servicesEndWithTheirOwnerHoweverItEnds() throws IOException {
    var port = Ports.free();
    var owner = Owner.start(directory.resolve("redis"), port);
    assertThat(owner.getInputStream().read()).isEqualTo(Owner.STARTED);
    assertThat(answers(port)).isTrue();
    owner.destroyForcibly();
    assertThat(Await.until(() -> !answers(port), LIMIT)).isTrue();
  }

  private static Admin admin(KafkaProcess kafka) {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  private static boolean answers(int port) {
    try (var client = RedisClient.create("redis://127.0.0.1:" + port)) {
      return client.ping().equals("PONG");
    } catch (redis.clients.jedis.exceptions.JedisConnectionException e) {
      return false;
    }
  }

  /** A JVM that starts a Redis and then only waits to be killed. */
  static final class Owner {

    static final int STARTED = '!';

    private Owner() {}

    static Process start(Path directory, int port) throws IOException {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              Owner.class.getName(),
              directory.toString(),
              Integer.toString(port))
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    }

    public static void main(String[] args) throws IOException {
      new RedisProcess(Path.of(args[0]), Integer.parseInt(args[1])).start();
      System.out.write(STARTED);
      System.out.flush();
      System.in.read();
    }
  }
}
