package org.messageboard.it;

import static java.net.http.HttpClient.Version.HTTP_2;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.dev.Await;
import org.messageboard.dev.Certificate;
import org.messageboard.dev.ChildProcess;
import org.messageboard.dev.KafkaProcess;
import org.messageboard.dev.KafkaSecurity;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;

/** The unchanged WAR on a Kafka and a Redis that let in only whom they know. */
class SecuredServicesIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Includes the server's start. */
  private static final Duration START_LIMIT = Duration.ofSeconds(180);

  /** Whatever a configuration file, an expression or a JAAS line could misread. */
  private static final String KAFKA_PASSWORD = "k4fka-${x}$$-\\\"'-s3cret";

  private static final String STORE_PASSWORD = "st0re-s3cret";
  private static final String REDIS_PASSWORD = "r3dis-s3cret";

  /** That password, encoded with Liberty's own key. */
  private static final String AES =
      "{aes}ARDcn1KthBbAnmnLaqV9655Joq+cIrj/IChkR0JqD0hVgfrEB2OYqftdHXyfpi91+"
          + "knzig1q60F4TehA4v9IRmt3hKyAvG4mEVFljxWo8TexAZAhds/Q6r2H80yRABB5/7iwy7Gpjh8UnkbA/OEc";

  @TempDir static Path directory;

  private static Certificate server;

  /** Who logs in to it by SCRAM over TLS. */
  private static KafkaProcess scram;

  @BeforeAll
  static void start() throws Exception {
    server = Certificate.create(directory, "server", "ip:127.0.0.1", STORE_PASSWORD);
    var security = KafkaSecurity.scram(server, "board", KAFKA_PASSWORD);
    scram = new KafkaProcess(directory.resolve("scram"), Ports.free(), security);
    scram.start();
  }

  @AfterAll
  static void stop() {
    scram.kill();
  }

  /**
   * On a server set up as docs/OPERATIONS.md says, and no further: Kafka's clients log all their
   * settings there.
   */
  @Test
  void kafkaWithScramOverTlsAndRedisWithAUserOverTlsByTheEnvironment() throws Exception {
    int tlsPort = Ports.free();
    try (var redis = redis("redis-tls", tlsPort)) {
      redis.start();
      var environment =
          Map.of(
              "KAFKA_BOOTSTRAP_SERVERS",
              scram.bootstrapServers(),
              "KAFKA_SECURITY_PROTOCOL",
              "SASL_SSL",
              "KAFKA_USERNAME",
              "board",
              "KAFKA_PASSWORD",
              KAFKA_PASSWORD,
              "KAFKA_SSL_TRUSTSTORE_TYPE",
              "PEM",
              "KAFKA_SSL_TRUSTSTORE_LOCATION",
              server.pem().toString(),
              "REDIS_URL",
              "rediss://board:%s@127.0.0.1:%s".formatted(REDIS_PASSWORD, tlsPort),
              "REDIS_SSL_TRUSTSTORE_TYPE",
              "PEM",
              "REDIS_SSL_TRUSTSTORE_LOCATION",
              server.pem().toString());
      setUpAsTheOperationsPageSays("scram");
      try (var board = new BoardServer("scram", environment)) {
        board.start();
        serves(board, redis);
        assertThat(board.everyLog())
            .contains("Consuming message-board", "sasl.jaas.config = [hidden]")
            .doesNotContain("s3cret", "k4fka");
      }
    }
  }

  @Test
  void aWrongPasswordOfKafkaIsSaidAndNothingIsPosted() throws Exception {
    var environment =
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", scram.bootstrapServers(),
            "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
            "KAFKA_USERNAME", "board",
            "KAFKA_PASSWORD", "another-s3cret",
            "KAFKA_SSL_TRUSTSTORE_TYPE", "PEM",
            "KAFKA_SSL_TRUSTSTORE_LOCATION", server.pem().toString());
    try (var board = new BoardServer("wrong-password", environment)) {
      board.launch();
      var away = "does not answer (Authentication failed";
      assertThat(Await.until(() -> board.says(away), START_LIMIT)).as(away).isTrue();
      assertThat(Await.until(() -> board.says("CWWKF0011I"), START_LIMIT)).isTrue();
      assertThat(board.board().postOnce(Board.message("Ada", "lost")).statusCode()).isEqualTo(503);
      assertThat(board.everyLog()).doesNotContain("s3cret");
      assertThat(board.says("The consumer failed (Authentication failed")).isTrue();
      assertThat(board.board().get("health/ready").body())
          .contains("{\"name\":\"consumer\",\"status\":\"DOWN\"");
    }
  }

  /** And HTTPS towards clients; its tests have the keystore's password as it is. */
  @Test
  void kafkaWithMutualTlsRedisWithAUserAndHttpsWithSecretsInFilesAndEncoded() throws Exception {
    var client = Certificate.create(directory, "client", "dns:board", STORE_PASSWORD);
    var security = KafkaSecurity.mutualTls(server, client);
    var secrets = Files.createDirectory(directory.resolve("secrets"));
    try (var kafka = new KafkaProcess(directory.resolve("mutual"), Ports.free(), security);
        var redis = redis("redis", Ports.free())) {
      ChildProcess.startAll(List.of(kafka, redis));
      Files.writeString(secrets.resolve("kafka.ssl.keystore.password"), STORE_PASSWORD);
      Files.writeString(secrets.resolve("redis.password"), REDIS_PASSWORD + "\n");
      var environment =
          Map.of(
              "VARIABLE_SOURCE_DIRS",
              secrets.toString(),
              "KAFKA_BOOTSTRAP_SERVERS",
              kafka.bootstrapServers(),
              "KAFKA_SECURITY_PROTOCOL",
              "SSL",
              "KAFKA_SSL_TRUSTSTORE_TYPE",
              "PEM",
              "KAFKA_SSL_TRUSTSTORE_LOCATION",
              server.pem().toString(),
              "KAFKA_SSL_KEYSTORE_TYPE",
              "PKCS12",
              "KAFKA_SSL_KEYSTORE_LOCATION",
              client.keystore().toString(),
              "REDIS_URL",
              "redis://board:${redis.password}@127.0.0.1:" + redis.port());
      var encoded = new Certificate(server.keystore(), AES, server.pem(), server.key());
      try (var https = new HttpsServer("mutual-tls", encoded, environment).start()) {
        serves(https.server(), redis);
        assertThat(https.secure(HTTP_2).get("api/channels").statusCode()).isEqualTo(200);
        assertThat(https.server().everyLog())
            .contains("Consuming message-board")
            .doesNotContain("s3cret", "k4fka");
      }
    }
  }

  /** The page's own lines, but for where the server listens, and Kafka and Redis are. */
  private static void setUpAsTheOperationsPageSays(String server) throws IOException {
    var page = Files.readString(Path.of("docs/OPERATIONS.md"));
    int begin = page.indexOf("<include");
    var lines = page.substring(begin, page.indexOf("```", begin));
    var files = ServerFiles.create(EmbeddedServices.directory().resolve(server), server);
    files.installBoard();
    files.replaceConfiguration(
        lines
            .replaceAll("<variable name=.*/>", "")
            .replace("host=\"*\"", "host=\"${http.host}\"")
            .replace("\"9080\"", "\"${http.port}\""));
  }

  private static RedisProcess redis(String name, int tlsPort) {
    var place = directory.resolve(name);
    return RedisProcess.secured(place, Ports.free(), tlsPort, server, "board", REDIS_PASSWORD);
  }

  /**
   * The connector's producer and consumer, the admin client, and, once Redis has lost everything,
   * the consumer of the repair: all of them get in.
   */
  private static void serves(BoardServer board, RedisProcess redis) throws IOException {
    var content = "secured " + UUID.randomUUID();
    try (var stream = board.board().stream("")) {
      assertThat(board.board().post("Ada", content).statusCode()).isEqualTo(202);
      stream.await(events -> events.stream().anyMatch(e -> e.data().contains(content)), LIMIT);
    }
    redis.stop();
    Files.delete(redis.directory().resolve("appendonly.aof"));
    redis.start();
    assertThat(Await.until(() -> has(board, content), LIMIT)).isTrue();
    assertThat(Await.until(() -> board.says("Redis has all that Kafka has"), LIMIT)).isTrue();
  }

  private static boolean has(BoardServer board, String content) {
    var answer = board.board().get("api/messages");
    return answer.statusCode() == 200 && answer.body().contains(content);
  }
}
