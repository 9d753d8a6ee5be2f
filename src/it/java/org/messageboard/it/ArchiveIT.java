package org.messageboard.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.dev.Await;
import org.messageboard.dev.ChildProcess;

/**
 * The archive has every event of the log once and in its order, whatever is killed meanwhile. Two
 * servers write it; the later tests go on with what the earlier ones left.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ArchiveIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final List<String> CHANNELS = List.of("general", "news", "random", "dev", "ops");

  private static Services services;
  private static ArchiveTables tables;
  private static BoardServer one;
  private static BoardServer two;
  private static int written;

  /** How many messages the former topic had, once there is a new one. */
  private static int former;

  /** The id of a deleted message. */
  private static String deleted;

  @BeforeAll
  static void start() throws SQLException {
    services = new Services("archive");
    tables = ArchiveTables.create("archive");
    var environment = new HashMap<>(EmbeddedServices.postgres().environment(tables.database()));
    environment.put("BOARD_LOG_LENGTH", "1000");
    environment.put("BOARD_IDS_LENGTH", "5000");
    environment.put("BOARD_CHANNEL_HISTORY_LENGTH", "200");
    one = services.server("one", environment);
    two = services.server("two", environment);
    ChildProcess.startAll(List.of(one, two));
  }

  @AfterAll
  static void stop() {
    one.kill();
    two.kill();
    services.close();
  }

  @Test
  @Order(1)
  void everyEventIsThereOnceAlthoughServersAndPostgresAreKilled() throws Exception {
    append(3_000);
    one.kill();
    append(3_000);
    EmbeddedServices.postgres().kill();
    assertThat(two.board().post("ada", "while PostgreSQL is away").statusCode()).isEqualTo(202);
    written++;
    append(3_000);
    assertSaysThatPostgresIsAway(two.board());
    EmbeddedServices.postgres().start();
    one.start();
    append(1_000);
    assertTablesAreTheLog();
    assertThat(metric(two.board(), "messageboard_archive_reachable")).isEqualTo(1);
    assertThat(metric(two.board(), "messageboard_archive_events_total")).isPositive();
    assertThat(ready(two.board())).doesNotContain("reason");
    // It may have been opening the archive
    assertThat(two.messagesLog())
        .content()
        .containsPattern("(PostgreSQL|Opening the archive) succeeds again after");
  }

  /** But stays ready: everything else works. */
  private static void assertSaysThatPostgresIsAway(Board board) {
    assertThat(Await.until(() -> metric(board, "messageboard_archive_reachable") == 0, LIMIT))
        .isTrue();
    assertThat(ready(board)).contains("\"archive\"", "\"reason\"");
    assertThat(board.get("api/messages/search?q=number").statusCode()).isEqualTo(503);
    assertThat(metric(board, "messageboard_archive_failures_total{operation=\"search\"}"))
        .isPositive();
  }

  private static String ready(Board board) {
    var answer = board.get("health/ready");
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private static double metric(Board board, String sample) {
    return Exposition.of(board).value(sample);
  }

  @Test
  @Order(2)
  void anArchiveThatLostItsEndReadsItAgain() throws Exception {
    tables.run("DELETE FROM message WHERE log_offset > 100");
    tables.run("UPDATE progress SET next_offset = least(next_offset, 101)");
    assertTablesAreTheLog();
  }

  @Test
  @Order(3)
  void editsAndDeletionsReachTheArchive() throws Exception {
    var guest = Guest.of(one.board());
    var key = UUID.randomUUID().toString();
    var path = "api/messages/" + key;
    guest.post(one.board(), Board.message("ada", "first"), key);
    written++;
    awaitOnBoard(key);
    var content = Json.createObjectBuilder().add("content", "second").build();
    guest.change(one.board(), "PUT", path, content, "If-Match", "\"1\"");
    awaitColumn("SELECT content FROM message WHERE id = '%s'".formatted(key), "second");
    assertThat(tables.column("SELECT content FROM revision WHERE message = '%s'".formatted(key)))
        .containsExactly("first");
    guest.change(one.board(), "DELETE", path, null);
    awaitColumn("SELECT deleted_by FROM message WHERE id = '%s'".formatted(key), "owner");
    assertThat(tables.column("SELECT content FROM message WHERE id = '%s'".formatted(key)))
        .containsOnlyNulls();
    assertThat(tables.column("SELECT content FROM revision WHERE message = '%s'".formatted(key)))
        .isEmpty();
    deleted = key;
  }

  /**
   * Where Redis ends, the archive goes on, also for the whole board, whose order it does not know.
   */
  @ParameterizedTest
  @ValueSource(strings = {"channel=general", ""})
  @Order(4)
  void historyGoesOnToTheFirstMessageWhileOthersPostAndRedisIsRebuilt(String query)
      throws Exception {
    append(1);
    awaitOnBoard(logged().get("general").get(logged().get("general").size() - 1));
    var logged = logged();
    var all = query.isEmpty() ? allOf(logged) : logged.get("general");
    var ids = new ArrayList<String>();
    boolean isRebuilt = false;
    for (var next = ""; next != null; ) {
      var page = page("api/messages?limit=500&" + query + next);
      ids.addAll(ids(page));
      next = page.containsKey("next") ? "&before=" + page.getString("next") : null;
      append(5);
      if (next != null && next.matches("&before=archive:\\d+(~.*)?") && !isRebuilt) {
        services.flushAll();
        isRebuilt = true;
      }
    }
    assertThat(isRebuilt).isTrue();
    assertThat(ids).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
    if (!query.isEmpty()) {
      Collections.reverse(ids);
      assertThat(ids).isEqualTo(all);
    }
  }

  @Test
  @Order(5)
  void theFirstMessageOfAllIsFoundByItsId() {
    var first = logged().get("general").get(0);
    assertThat(one.board().get("api/messages/" + first).statusCode()).isEqualTo(200);
    var around = page("api/messages?limit=10&channel=general&around=" + first);
    assertThat(around.getJsonArray("messages")).hasSize(10);
    assertThat(around.getJsonArray("messages").getJsonObject(9).getString("id")).isEqualTo(first);
    assertThat(around).containsKey("newer").doesNotContainKey("next");
  }

  private static List<String> allOf(Map<String, List<String>> logged) {
    return logged.values().stream().flatMap(List::stream).toList();
  }

  /** Asks again while the answer is 503. */
  private static JsonObject page(String path) {
    var answer = new AtomicReference<HttpResponse<String>>();
    assertThat(
            Await.until(
                () -> {
                  answer.set(one.board().get(path));
                  return answer.get().statusCode() != 503;
                },
                LIMIT))
        .isTrue();
    assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(200);
    return Board.json(answer.get());
  }

  @Test
  @Order(6)
  void aTopicThatIsCreatedAgainIsReadFromItsBeginning() throws Exception {
    var before = tables.ids("general");
    try (var admin = Admin.create(Map.of("bootstrap.servers", services.kafka.bootstrapServers()))) {
      admin.deleteTopics(List.of("message-board")).all().get();
      assertThat(Await.until(() -> isThere(admin), LIMIT)).isTrue();
    }
    former = written;
    written = 0;
    append(500);
    assertThat(Await.until(() -> tables.messages() == former + 500, LIMIT)).isTrue();
    assertThat(tables.ids("general")).startsWith(before.toArray(String[]::new));
    assertThat(tables.ids("general").subList(before.size(), tables.ids("general").size()))
        .isEqualTo(logged().get("general"));
  }

  /** Redis has messages of both topics at first, and then, when it is lost too, of the new one. */
  @Test
  @Order(7)
  void allThatIsInTheArchiveIsReadAfterKafkaIsLost() {
    for (boolean redisIsLost : List.of(false, true)) {
      if (redisIsLost) {
        services.flushAll();
      }
      assertEverythingIsRead();
    }
    assertThat(Board.json(one.board().get("api/messages/" + deleted)).getBoolean("deleted"))
        .isTrue();
  }

  /** Redis is lost, too, while PostgreSQL is away: it is filled from Kafka meanwhile. */
  @Test
  @Order(8)
  void aPostgresThatIsRestoredFromABackupReadsWhatItLacks() throws Exception {
    var guest = Guest.of(one.board());
    var key = UUID.randomUUID().toString();
    guest.post(one.board(), Board.message("ada", "deleted after the backup"), key);
    written++;
    awaitOnBoard(key);
    awaitColumn("SELECT id FROM message", key);
    tables.closeAndCopyTo("backup");
    tables.reopen();
    append(300);
    guest.change(one.board(), "DELETE", "api/messages/" + key, null);
    awaitColumn("SELECT deleted_by FROM message WHERE id = '%s'".formatted(key), "owner");
    tables.restore("backup");
    services.flushAll();
    assertThat(Await.until(() -> !ids(page("api/messages")).isEmpty(), LIMIT)).isTrue();
    tables.reopen();
    awaitColumn("SELECT deleted_by FROM message WHERE id = '%s'".formatted(key), "owner");
    assertThat(Await.until(() -> tables.messages() == former + written, LIMIT)).isTrue();
    assertEverythingIsRead();
  }

  /** Once Redis has come as far as the archive, or is filled again. */
  private static void assertEverythingIsRead() {
    var general = tables.ids("general");
    Collections.reverse(general);
    Await.until(() -> read("channel=general").equals(general), LIMIT);
    assertThat(read("channel=general")).isEqualTo(general);
    var all = tables.column("SELECT id FROM message");
    Await.until(() -> read("").size() == all.size(), LIMIT);
    assertThat(read("")).containsExactlyInAnyOrderElementsOf(all);
  }

  /** Ids of all messages, newest first, page by page. */
  private static List<String> read(String query) {
    var ids = new ArrayList<String>();
    for (var next = ""; next != null; ) {
      var page = page("api/messages?limit=500&" + query + next);
      ids.addAll(ids(page));
      next = page.containsKey("next") ? "&before=" + page.getString("next") : null;
    }
    return ids;
  }

  private static List<String> ids(JsonObject page) {
    return page.getJsonArray("messages").getValuesAs(JsonObject.class).stream()
        .map(message -> message.getString("id"))
        .toList();
  }

  private static boolean isThere(Admin admin) {
    try {
      return admin.listTopics().names().get().contains("message-board");
    } catch (Exception e) {
      return false;
    }
  }

  private static void append(int messages) throws Exception {
    var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
    for (int i = 0; i < messages; i++) {
      var channel = CHANNELS.get(i % 7 % CHANNELS.size());
      records.add(
          BoardTopic.record(
              channel,
              """
              {"id":"%s","channel":"%s","author":"ada","content":"number %s","timestamp":"2026-01-01T00:00:00.000Z"}"""
                  .formatted(UUID.randomUUID(), channel, i)));
    }
    topic().append(records);
    written += messages;
  }

  private static BoardTopic topic() {
    return new BoardTopic(services.kafka.bootstrapServers());
  }

  private static void assertTablesAreTheLog() {
    assertThat(Await.until(() -> tables.messages() == written, LIMIT))
        .as("%s of %s", tables.messages(), written)
        .isTrue();
    var logged = logged();
    assertThat(logged).hasSize(CHANNELS.size());
    logged.forEach((channel, ids) -> assertThat(tables.ids(channel)).isEqualTo(ids));
  }

  /** Ids of the messages in the log by channel, in order. */
  private static Map<String, List<String>> logged() {
    var logged = new TreeMap<String, List<String>>();
    topic()
        .read(
            record -> {
              JsonObject event = Board.json(new String(record.value(), UTF_8));
              if (event.getString("type", "message").equals("message")) {
                logged
                    .computeIfAbsent(event.getString("channel"), channel -> new ArrayList<>())
                    .add(event.getString("id"));
              }
            });
    return new HashMap<>(logged);
  }

  private static void awaitColumn(String query, String value) {
    assertThat(Await.until(() -> tables.column(query).contains(value), LIMIT)).as(query).isTrue();
  }

  private static void awaitOnBoard(String id) {
    assertThat(Await.until(() -> one.board().get("api/messages/" + id).statusCode() == 200, LIMIT))
        .isTrue();
  }
}
