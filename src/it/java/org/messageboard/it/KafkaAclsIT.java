package org.messageboard.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.dev.Await;
import org.messageboard.dev.KafkaProcess;
import org.messageboard.dev.KafkaSecurity;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import redis.clients.jedis.RedisClient;

/** The unchanged WAR with no more rights in Kafka than docs/OPERATIONS.md lists. */
@Tag("services")
class KafkaAclsIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Includes the server's start. */
  private static final Duration START_LIMIT = Duration.ofSeconds(180);

  private static final String PASSWORD = "k4fka-s3cret";

  /** Resource, name, operations. */
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| (topic|group|transactional id) \\| `([^`]+)`(?:, for statistics)? \\| ([\\w, ]+) \\|$",
          Pattern.MULTILINE);

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
    try (var board = board("acls", Map.of("STATISTICS_ENABLED", "true"))) {
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
      assertThat(Await.until(() -> statistics(board).contains("\"posts\":1,"), LIMIT)).isTrue();
      assertThat(board.everyLog()).doesNotContain("uthorization", "s3cret");
    }
  }

  private static String statistics(BoardServer board) {
    return board.board().get("api/statistics").body();
  }

  private BoardServer board(String name, Map<String, String> more) {
    var environment = new HashMap<>(more);
    environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    environment.put("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT");
    environment.put("KAFKA_USERNAME", "board");
    environment.put("KAFKA_PASSWORD", PASSWORD);
    environment.put("REDIS_URL", redis.url());
    return new BoardServer(name, environment);
  }

  /** What is missing at the start, then what fails only when somebody posts or Redis is wiped. */
  @Test
  void withoutOneOfThemTheLogSaysWhatIsMissingAndOnceItIsAllowedTheBoardGoesOn() throws Exception {
    var create = acls("topic", "message-board", "Create").toList();
    var write = acls("topic", "message-board", "Write").toList();
    var group = acls("group", "message-board", "Read").toList();
    var letters = acls("topic", "message-board.dead-letters", "Read").toList();
    allowAllBut(Stream.of(create, write, group, letters).flatMap(List::stream).toList());
    try (var board = board("without", Map.of())) {
      board.launch();
      var first = "does not answer (Authorization failed";
      assertThat(Await.until(() -> board.says(first), START_LIMIT)).as(first).isTrue();
      allow(create);
      says(board, "Not authorized to access group: message-board");
      allow(group);
      assertThat(Await.until(board::isReady, LIMIT)).as("without a restart").isTrue();
      refusesPosts(board);
      allow(write);
      assertThat(board.board().post("Ada", "first").statusCode()).isEqualTo(202);
      shows(board, "first");
      keepsDeadLettersAndSaysWhyItCannotRepair(board);
      allow(letters);
      shows(board, "first");
      goesOnWhereItWasWhenItMayReadAgain(board);
    }
  }

  private static void refusesPosts(BoardServer board) throws IOException {
    assertThat(board.board().post("Ada", "not allowed").statusCode()).isEqualTo(503);
    assertThat(board.board().post("Ada", "not allowed").statusCode()).isEqualTo(503);
    var said = "Kafka does not let the board append messages";
    says(board, said);
    assertThat(lines(board, said)).isEqualTo(1);
  }

  private void keepsDeadLettersAndSaysWhyItCannotRepair(BoardServer board) throws Exception {
    var poison = new Poison(kafka.internalServers());
    poison.send();
    assertThat(poison.deadLetters(LIMIT)).hasSameSizeAs(Poison.VALUES);
    wipeRedis();
    says(board, "Not authorized to access topics: [message-board.dead-letters]");
  }

  /** A right may be taken away, too. */
  private void goesOnWhereItWasWhenItMayReadAgain(BoardServer board) throws Exception {
    var read = acls("topic", "message-board", "Read").toList();
    forbid(read);
    says(board, "The consumer failed (Not authorized to access topics: [message-board])");
    assertThat(board.board().post("Ada", "second").statusCode()).isEqualTo(202);
    allow(read);
    shows(board, "second", "first");
  }

  private static void says(BoardServer board, String text) {
    assertThat(Await.until(() -> board.says(text), LIMIT)).as(text).isTrue();
  }

  private static void shows(BoardServer board, String... contents) {
    var wanted = List.of(contents);
    assertThat(Await.until(() -> contents(board).equals(wanted), LIMIT)).as("%s", wanted).isTrue();
  }

  private static List<String> contents(BoardServer board) {
    return board.board().history().stream().map(m -> m.getString("content")).toList();
  }

  /** The page's own list. */
  private static List<AclBinding> listed() throws Exception {
    var rows = ROW.matcher(Files.readString(Path.of("docs/OPERATIONS.md"))).results().toList();
    assertThat(rows).hasSize(7);
    return rows.stream()
        .flatMap(row -> acls(row.group(1), row.group(2), row.group(3).split(", ")))
        .toList();
  }

  private static Stream<AclBinding> acls(String type, String name, String... operations) {
    boolean prefixed = name.endsWith("*");
    var resource =
        new ResourcePattern(
            ResourceType.fromString(type.replace(' ', '_')),
            prefixed ? name.substring(0, name.length() - 1) : name,
            prefixed ? PatternType.PREFIXED : PatternType.LITERAL);
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

  private void forbid(List<AclBinding> acls) throws Exception {
    var filters = acls.stream().map(AclBinding::toFilter).toList();
    try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.internalServers()))) {
      admin.deleteAcls(filters).all().get();
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
