package org.messageboard.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.messageboard.Command;
import org.messageboard.dev.Await;
import org.messageboard.dev.Ports;
import org.messageboard.it.Board;

/**
 * The documents' commands for Docker, taken from the pages and run as they stand, one after the
 * other on Compose's big form. After each everything posted before is there once.
 */
@ExtendWith(NeedsDocker.class)
@TestMethodOrder(OrderAnnotation.class)
class DocumentedCommandsSuite {

  private static final String PROJECT = "message-board-image-commands";
  private static final String DISASTER = "DISASTER.md";
  private static final String OPERATIONS = "OPERATIONS.md";
  private static final String ALL_OF_KAFKA = "volume rm message-board_kafka1 ";

  /** What is lost here, the board, and the exporter that uses all volumes. */
  private static final String[] SERVICES =
      "kafka1 kafka2 kafka3 redis postgres web consumer proxy node-exporter".split(" ");

  private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```\\n(.*?)^ *```$");
  private static final Pattern INLINE = Pattern.compile("`([^`]+)`");
  private static final Pattern HARMLESS =
      Pattern.compile(
          "docker (run --rm|stop|start|compose (exec(?! -T)|logs|ps|stop|start|restart)) [^$]+");

  /** These show what comes until Ctrl-C. */
  private static final List<String> FOR_EVER =
      List.of("kafka-console-consumer.sh", "redis-cli SUBSCRIBE");

  private static final Duration LIMIT = Duration.ofSeconds(120);

  @TempDir static Path directory;

  private static final String operatorPort = Integer.toString(Ports.free());

  /** Ids of the messages with the word, which search finds, and of others. */
  private static final List<String> posted = new ArrayList<>();

  private static final List<String> steady = new ArrayList<>();
  private static final String WORD = "w" + UUID.randomUUID().toString().substring(0, 8);

  private static Compose compose;
  private static Board board;

  @BeforeAll
  static void start() throws Exception {
    compose = new Compose(PROJECT, List.of("docker-compose.yml"), Map.of());
    compose.run("build", "web", "kafka1");
    compose.up(SERVICES);
    board = compose.board();
    isWhole();
  }

  @AfterAll
  static void stop() {
    if (compose != null) {
      compose.close();
    }
  }

  @Test
  @Order(1)
  void aBackupOfPostgresIsRestoredWithWhatWasPostedSince() throws Exception {
    run(OPERATIONS, "pg_dump ");
    post();
    run(OPERATIONS, "pg_restore ");
    isWhole();
  }

  /** Docker removes no volume in use, so this page must name whoever uses one. */
  @Test
  @Order(2)
  void redisIsLostWhilePeoplePost() throws Exception {
    run(DISASTER, "rm --stop --force node-exporter");
    loseWhilePeoplePost("volume rm message-board_redis");
    isWhole();
  }

  @Test
  @Order(3)
  void postgresIsLost() throws Exception {
    run(DISASTER, "volume rm message-board_postgres");
    isWhole();
  }

  @Test
  @Order(4)
  void aBrokersDiskIsLostWhilePeoplePost() throws Exception {
    var answer = loseWhilePeoplePost("volume rm message-board_kafka2");
    assertThat(answer).as("is said to print nothing").doesNotContain("Topic:");
    assertThat(Await.until(DocumentedCommandsSuite::isReplicated, LIMIT)).isTrue();
    isWhole();
  }

  @Test
  @Order(5)
  void allOfKafkaIsLost() throws Exception {
    run(DISASTER, "redis-cli save");
    bash("ls redis-*/dump.rdb");
    run(DISASTER, ALL_OF_KAFKA);
    isWhole();
    exportAndImport(OPERATIONS);
    isWhole();
  }

  @Test
  @Order(6)
  void theTopicIsDeleted() throws Exception {
    run(DISASTER, "--delete --topic message-board");
    isWhole();
  }

  @Test
  @Order(7)
  void redisAndKafkaAreLost() throws Exception {
    run(DISASTER, ALL_OF_KAFKA);
    run(DISASTER, "volume rm message-board_redis");
    isWhole();
    exportAndImport(DISASTER);
    run(DISASTER, "up -d node-exporter");
    isWhole();
  }

  @ParameterizedTest
  @Order(8)
  @MethodSource
  void whatOnlyLooksOrRestartsSucceeds(String command) {
    // redis-cli succeeds whatever Redis answers
    assertThat(bash(command)).doesNotContainPattern("(?m)^(ERR|NOAUTH|WRONGTYPE) ");
  }

  static List<String> whatOnlyLooksOrRestartsSucceeds() throws IOException {
    var commands = new ArrayList<String>();
    try (var pages = Files.list(Path.of("docs"))) {
      for (var page : pages.filter(file -> file.toString().endsWith(".md")).sorted().toList()) {
        if (!page.endsWith(DISASTER)) {
          commands.addAll(commands(Files.readString(page)));
        }
      }
    }
    return commands.stream().distinct().toList();
  }

  /** Afterwards the containers have other numbers. */
  @Test
  @Order(9)
  void theServersAreReplacedWhilePeoplePost() throws Exception {
    try (var posts = SteadyPosts.to(board)) {
      posts.await(20);
      run(OPERATIONS, "--no-recreate --wait");
      posts.await(20).close();
      steady.addAll(posts.accepted());
    }
    isWhole();
  }

  /** Of the lines of a page's blocks, and of what it has between backquotes. */
  private static List<String> commands(String page) {
    var lines = blocks(page).flatMap(block -> block.replace("\\\n", "").lines());
    var inline = INLINE.matcher(BLOCK.matcher(page).replaceAll("")).results();
    return Stream.concat(lines, inline.map(m -> m.group(1)))
        .map(command -> command.strip().replaceAll("\\s+", " "))
        .filter(HARMLESS.asMatchPredicate())
        .filter(command -> FOR_EVER.stream().noneMatch(command::contains))
        .toList();
  }

  private static void exportAndImport(String page) throws IOException {
    var answer =
        bash(
            block(OPERATIONS, "export AUTH_OPERATOR_TOKEN")
                + block(page, "/api/export > board.ndjson")
                + block(OPERATIONS, "docker rm -f $operator"));
    assertThat(answer).contains("\"type\":\"end\"");
  }

  private static boolean isReplicated() {
    var topics = "/opt/kafka/bin/kafka-topics.sh --bootstrap-server kafka1:9092 --describe";
    var behind = "docker compose exec kafka1 %s --under-replicated-partitions".formatted(topics);
    return !bash(behind).contains("Topic:");
  }

  /** Runs the block in two parts: people post while that which is lost is away, too. */
  private static String loseWhilePeoplePost(String text) throws IOException {
    var block = block(DISASTER, text);
    int back = block.indexOf("docker compose up");
    try (var posts = SteadyPosts.to(board)) {
      posts.await(20);
      var answer = bash(block.substring(0, back));
      posts.await(20);
      bash(block.substring(back));
      posts.await(20).close();
      steady.addAll(posts.accepted());
      return answer;
    }
  }

  /** Everything posted, one more included, is in the history and found in the archive, once. */
  private static void isWhole() {
    post();
    areThere(Stream.concat(posted.stream(), steady.stream()).toList(), board::ids);
    areThere(posted, () -> board.found(WORD));
  }

  private static void areThere(List<String> ids, Supplier<List<String>> read) {
    var found = new AtomicReference<List<String>>();
    Await.until(
        () -> {
          found.set(read.get());
          return found.get().containsAll(ids);
        },
        LIMIT);
    assertThat(found.get()).containsExactlyInAnyOrderElementsOf(ids);
  }

  private static void post() {
    var id = UUID.randomUUID().toString();
    var message = Board.message("Ada", "the word is " + WORD);
    assertThat(
            Await.until(
                () -> board.postOnce(message, "Idempotency-Key", id).statusCode() == 202, LIMIT))
        .isTrue();
    posted.add(id);
  }

  /** Runs the page's block with this text, and returns what it printed. */
  private static String run(String page, String text) throws IOException {
    return bash(block(page, text));
  }

  private static String block(String page, String text) throws IOException {
    var blocks = blocks(Files.readString(Path.of("docs", page))).filter(b -> b.contains(text));
    return assertThat(blocks).as("the block of %s with: %s", page, text).singleElement().actual();
  }

  private static Stream<String> blocks(String page) {
    return BLOCK.matcher(page).results().map(block -> block.group(1));
  }

  /** The first command that fails ends the script and the test. */
  private static String bash(String script) {
    var docker = Docker.find().orElseThrow();
    var here =
        """
        docker() { '%s' "$@"; }
        cd '%s'
        %s"""
            .formatted(docker, directory, here(script));
    var answer =
        Command.run(List.of("bash", "-euo", "pipefail", "-c", here), compose.environment());
    assertThat(answer.exitCode()).as("%s%n%s", script, answer.output()).isZero();
    return answer.output();
  }

  /** All that is not as it is written: the project's name, its services, and addresses. */
  private static String here(String script) {
    return script
        .replace("--no-recreate --wait", "--no-recreate --wait " + String.join(" ", SERVICES))
        .replace("message-board_", PROJECT + "_")
        .replace("message-board-consumer-", PROJECT + "-consumer-")
        .replace("https://board.example", "http://localhost:" + operatorPort)
        .replace("9180", operatorPort);
  }
}
