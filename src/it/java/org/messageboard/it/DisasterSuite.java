package org.messageboard.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.messageboard.dev.Await;
import org.messageboard.dev.ChildProcess;

/**
 * Kafka, Redis and PostgreSQL are lost together; PostgreSQL is restored from its backup, Kafka and
 * Redis come back empty. Then all that is left is exported and imported into an empty board. Or
 * Kafka and PostgreSQL are lost. So says docs/DISASTER.md. Not part of every verify.
 */
class DisasterSuite {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static Services services;
  private static ArchiveTables tables;
  private static BoardServer server;
  private static Board board;

  /** Each test has its own. */
  private static String channel;

  @BeforeAll
  static void start() throws Exception {
    services = new Services("disaster");
    tables = ArchiveTables.create("disaster");
    var environment = new HashMap<>(EmbeddedServices.postgres().environment(tables.database()));
    environment.put("AUTH_OPERATOR_TOKEN", Operator.TOKEN);
    environment.put("LIMITS_ENABLED", "false");
    environment.put("BOARD_CHANNEL_HISTORY_LENGTH", "50");
    server = services.server("one", environment);
    server.start();
    board = server.board();
  }

  @AfterAll
  static void stop() {
    server.kill();
    services.close();
  }

  @Test
  void whatTheBackupHasIsThereOnceAndWhatIsPostedNowFollows() throws Exception {
    channel = "everything";
    var guest = Guest.of(board);
    var kept = post(guest, "before the backup", 120);
    change(guest, kept.get(3), "PUT", Json.createObjectBuilder().add("content", "edited").build());
    change(guest, kept.get(5), "DELETE", null);
    guest.change(board, "PUT", "api/channels/" + channel, topic("told before"));
    awaitTrue(() -> tables.column("SELECT topic FROM channel").contains("told before"));
    awaitTrue(() -> tables.column("SELECT 1 FROM message WHERE revision = 2").size() == 1);
    awaitTrue(() -> tables.column("SELECT 1 FROM message WHERE content IS NULL").size() == 1);
    assertThat(tables.ids(channel)).isEqualTo(kept);
    tables.closeAndCopyTo("disaster_backup");
    tables.reopen();
    var lost = post(guest, "after the backup", 30);
    awaitTrue(() -> tables.ids(channel).size() == kept.size() + lost.size());

    try (var stream = board.stream("?channel=" + channel, "")) {
      loseEverything();
      restore();
      var next = post(guest, "after the loss", 20);
      stream.await(events -> received(stream).containsAll(next), LIMIT);
      assertThat(received(stream)).containsExactlyElementsOf(next);

      var all = new ArrayList<>(kept);
      all.addAll(next);
      awaitTrue(() -> history().equals(all));
      awaitTrue(() -> tables.ids(channel).equals(all));
      assertThat(hits("before")).hasSize(kept.size() - 2);
      assertThat(hits("loss")).containsExactlyInAnyOrderElementsOf(next);
      assertThat(board.get("api/messages/" + lost.get(0)).statusCode()).isEqualTo(404);
      assertIsAsItWas(kept);
      importAllIntoAnEmptyBoard();
      awaitTrue(() -> history().equals(all));
      assertIsAsItWas(kept);
      awaitTrue(() -> board.get("api/channels").body().contains("told before"));
    }
  }

  /** What the backup lacks is in Redis only then, and is read from there. */
  @Test
  void withoutPostgresAndKafkaRedisHasTheNewestAndTheArchiveGoesOn() throws Exception {
    channel = "two";
    var guest = Guest.of(board);
    var kept = post(guest, "in the backup", 10);
    awaitTrue(() -> tables.ids(channel).containsAll(kept));
    tables.closeAndCopyTo("disaster_pair_backup");
    tables.reopen();
    var inRedis = post(guest, "in Redis", 10);
    awaitTrue(() -> tables.ids(channel).containsAll(inRedis));
    try (var stream = board.stream("?channel=" + channel, "")) {
      tables.closeAndCopyTo("disaster_pair_remains"); // nobody may write to it any more
      wipe(services.kafka);
      tables.restore("disaster_pair_backup");
      tables.reopen();
      services.kafka.start();
      var next = post(guest, "after both", 10);
      stream.await(events -> received(stream).containsAll(next), LIMIT);
      assertThat(received(stream)).containsExactlyElementsOf(next);
      var archived = new ArrayList<>(kept);
      archived.addAll(next);
      awaitTrue(() -> newest(tables.ids(channel), archived.size()).equals(archived));
      kept.addAll(inRedis);
      kept.addAll(next);
      awaitTrue(() -> newest(history(), kept.size()).equals(kept));
    }
  }

  private static List<String> newest(List<String> ids, int count) {
    return ids.subList(Math.max(0, ids.size() - count), ids.size());
  }

  private static void assertIsAsItWas(List<String> kept) {
    assertThat(message(kept.get(3)).getString("content")).isEqualTo("edited");
    assertThat(message(kept.get(5)).getBoolean("deleted")).isTrue();
  }

  /** So settings come back, too: the archive has them, and nothing else. */
  private static void importAllIntoAnEmptyBoard() throws Exception {
    var export = new Operator(board).export("");
    assertThat(export.get(export.size() - 1)).contains("\"type\":\"end\"");
    server.stop();
    wipe(services.kafka, services.redis);
    tables.run("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    ChildProcess.startAll(List.of(services.kafka, services.redis));
    server.start();
    // The archive opens after the start; what an import has left is taken by the next one
    awaitTrue(() -> new Operator(board).importLines(export).statusCode() == 200);
  }

  private static void loseEverything() throws Exception {
    tables.closeAndCopyTo("disaster_remains"); // nobody may write to it any more
    wipe(services.kafka, services.redis);
  }

  private static void wipe(ChildProcess... processes) {
    for (var process : processes) {
      process.kill();
      EmbeddedServices.deleteRecursively(process.directory());
    }
  }

  private static void restore() throws Exception {
    tables.restore("disaster_backup");
    tables.reopen();
    ChildProcess.startAll(List.of(services.kafka, services.redis));
  }

  private static List<String> post(Guest guest, String text, int count) {
    var ids = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      var key = UUID.randomUUID().toString();
      var message = Board.message("ada", text + " " + i, channel);
      awaitTrue(() -> guest.post(board, message, key).statusCode() == 202);
      ids.add(key);
    }
    return ids;
  }

  private static void change(Guest guest, String id, String method, JsonObject body) {
    awaitTrue(() -> guest.change(board, method, "api/messages/" + id, body).statusCode() == 202);
  }

  private static JsonObject topic(String text) {
    return Json.createObjectBuilder().add("author", "ada").add("topic", text).build();
  }

  private static List<String> received(SseClient stream) {
    return stream.events().stream()
        .filter(event -> event.type().equals("message"))
        .map(event -> Board.json(event.data()).getString("id"))
        .toList();
  }

  /** Ids of all messages of the channel, oldest first; what there is while a page is refused. */
  private static List<String> history() {
    var ids = new ArrayList<String>();
    for (var next = ""; next != null; ) {
      var answer = board.get("api/messages?limit=40&channel=" + channel + next);
      if (answer.statusCode() != 200) {
        break;
      }
      var page = Board.json(answer);
      page.getJsonArray("messages")
          .getValuesAs(JsonObject.class)
          .forEach(message -> ids.add(message.getString("id")));
      next = page.containsKey("next") ? "&before=" + page.getString("next") : null;
    }
    Collections.reverse(ids);
    return ids;
  }

  private static List<String> hits(String word) {
    var query = "api/messages/search?limit=100&channel=%s&q=%s".formatted(channel, word);
    var ids = new ArrayList<String>();
    for (var next = ""; next != null; ) {
      var page = Board.json(board.get(query + next));
      page.getJsonArray("hits")
          .getValuesAs(JsonObject.class)
          .forEach(hit -> ids.add(hit.getJsonObject("message").getString("id")));
      next = page.containsKey("next") ? "&before=" + page.getString("next") : null;
    }
    return ids;
  }

  private static JsonObject message(String id) {
    return Board.json(board.get("api/messages/" + id));
  }

  private static void awaitTrue(BooleanSupplier condition) {
    assertThat(Await.until(condition, LIMIT)).isTrue();
  }
}
