package org.messageboard.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageboard.dev.Await;
import org.messageboard.dev.KafkaProcess;
import org.messageboard.dev.KafkaSecurity;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import redis.clients.jedis.RedisClient;

/** The unchanged WAR with no more rights in Kafka than docs/OPERATIONS.md lists. */
class KafkaAclsIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String PASSWORD = "k4fka-s3cret";

  /** Resource, name, operations. */
  private static final Pattern ROW =
      Pattern.compile("^\\| (topic|group) \\| `([^`]+)` \\| ([\\w, ]+) \\|$", Pattern.MULTILINE);

  @TempDir Path directory;

  private KafkaProcess kafka;
  private RedisProcess redis;

  @BeforeEach
  void start() {
    var security = KafkaSecurity.acls("board", PASSWORD);
    kafka = new KafkaProcess(directory.resolve("kafka"), Ports.free(), security);
    redis = new RedisProcess(directory.resolve("redis"), Ports.free());
    redis.start();
    kafka.start();
  }

  @AfterEach
  void stop() {
    kafka.close();
    redis.close();
  }

  @Test
  void withTheListedAclsAloneTheBoardCreatesPostsConsumesKeepsDeadLettersAndRepairs()
      throws Exception {
    allow(listed());
    try (var board = board("acls")) {
      board.start();
      try (var stream = board.board().stream("")) {
        assertThat(board.board().post("Ada", "allowed").statusCode()).isEqualTo(202);
        stream.await(events -> has(events, "allowed"), LIMIT);
      }
      var poison = new Poison(kafka.internalServers());
      poison.send();
      assertThat(poison.deadLetters(LIMIT)).hasSameSizeAs(Poison.VALUES);
      wipeRedis();
      assertThat(Await.until(() -> board.says("Redis has all that Kafka has"), LIMIT)).isTrue();
      assertThat(board.board().history()).hasSize(1);
      assertThat(board.everyLog()).doesNotContain("uthorization", "s3cret");
    }
  }

  private BoardServer board(String name) {
    return new BoardServer(
        name,
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS",
            kafka.bootstrapServers(),
            "KAFKA_SECURITY_PROTOCOL",
            "SASL_PLAINTEXT",
            "KAFKA_USERNAME",
            "board",
            "KAFKA_PASSWORD",
            PASSWORD,
            "REDIS_URL",
            redis.url()));
  }

  /** What shows at the start. */
  @ParameterizedTest
  @CsvSource({
    "group,message-board,Read,Not authorized to access group: message-board",
    "topic,message-board,Read,Not authorized to access topics: [message-board]",
    "topic,message-board,Create,does not answer (Authorization failed"
  })
  void withoutOneOfThemTheLogSaysWhatIsMissing(
      String type, String name, String operation, String said) throws Exception {
    allowAllBut(acls(type, name, operation).toList());
    try (var board = board("without-%s-%s".formatted(type, operation))) {
      board.launch();
      assertThat(Await.until(() -> board.says(said), LIMIT)).isTrue();
      allow(listed());
      assertThat(Await.until(board::isReady, LIMIT)).as("without a restart").isTrue();
      assertThat(board.board().post("Ada", "allowed").statusCode()).isEqualTo(202);
      assertThat(Await.until(() -> board.board().history().size() == 1, LIMIT)).isTrue();
    }
  }

  /** What shows when something is posted, and when a repair meets dead letters again. */
  @Test
  void withoutWritingAndReadingDeadLettersTheLogSaysWhyPostsFailAndARepairDoesNotEnd()
      throws Exception {
    var letters = acls("topic", "message-board.dead-letters", "Read");
    allowAllBut(Stream.concat(acls("topic", "message-board", "Write"), letters).toList());
    try (var board = board("without-write")) {
      board.start();
      assertThat(board.board().post("Ada", "not allowed").statusCode()).isEqualTo(503);
      assertThat(board.board().post("Ada", "not allowed").statusCode()).isEqualTo(503);
      var post = "Kafka does not let the board append messages";
      assertThat(Await.until(() -> board.says(post), LIMIT)).isTrue();
      var poison = new Poison(kafka.internalServers());
      poison.send();
      assertThat(poison.deadLetters(LIMIT)).hasSameSizeAs(Poison.VALUES);
      wipeRedis();
      var repair = "Not authorized to access topics: [message-board.dead-letters]";
      assertThat(Await.until(() -> board.says(repair), LIMIT)).isTrue();
      assertThat(lines(board, post)).isEqualTo(1);
    }
  }

  /** The page's own list. */
  private static List<AclBinding> listed() throws Exception {
    var rows = ROW.matcher(Files.readString(Path.of("docs/OPERATIONS.md"))).results().toList();
    assertThat(rows).hasSize(3);
    return rows.stream()
        .flatMap(row -> acls(row.group(1), row.group(2), row.group(3).split(", ")))
        .toList();
  }

  private static Stream<AclBinding> acls(String type, String name, String... operations) {
    var resource = new ResourcePattern(ResourceType.fromString(type), name, PatternType.LITERAL);
    return Arrays.stream(operations)
        .map(AclOperation::fromString)
        .map(o -> new AccessControlEntry("User:board", "*", o, AclPermissionType.ALLOW))
        .map(entry -> new AclBinding(resource, entry));
  }

  private void allow(List<AclBinding> acls) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.internalServers()))) {
      admin.createAcls(acls).all().get();
    }
  }

  private void allowAllBut(List<AclBinding> missing) throws Exception {
    var rest = new ArrayList<>(listed());
    assertThat(rest.removeAll(missing)).isTrue();
    allow(rest);
  }

  private void wipeRedis() {
    try (var client = RedisClient.create(redis.url())) {
      client.flushAll();
    }
  }

  private static boolean has(List<SseEvent> events, String content) {
    return events.stream().anyMatch(event -> event.data().contains(content));
  }

  private static long lines(BoardServer board, String text) throws IOException {
    try (var lines = Files.lines(board.messagesLog())) {
      return lines.filter(line -> line.contains(text)).count();
    }
  }
}
