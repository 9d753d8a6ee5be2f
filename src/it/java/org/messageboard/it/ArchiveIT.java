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
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.ChannelChanged;
import org.messageboard.board.ChannelName;
import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Identity;
import org.messageboard.board.Member;
import org.messageboard.board.MemberChanged;
import org.messageboard.board.Message;
import org.messageboard.board.MessageJson;
import org.messageboard.board.Origin;
import org.messageboard.dev.Await;
import org.messageboard.dev.ChildProcess;
import org.messageboard.view.RedisKeys;
import redis.clients.jedis.RedisClient;

/**
 * The archive has every event of the log once and in its order, whatever is killed meanwhile. Two
 * servers write it; the later tests go on with what the earlier ones left.
 */
@Tag("services")
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
    environment.put("AUTH_OPERATOR_TOKEN", Operator.TOKEN);
    // Whoever asks again and again whether something is done is quicker than a person
    environment.put("LIMITS_ENABLED", "false");
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

  @ParameterizedTest
  @Order(2)
  @ValueSource(
      strings = {
        "DELETE FROM message WHERE log_offset > 100;"
            + "UPDATE progress SET next_offset = least(next_offset, 101)",
        "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
      })
  void anArchiveThatLostItsEndOrEverythingReadsItAgain(String loss) throws Exception {
    tables.run(loss);
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

  /** Redis has it in the list of a quiet channel only; the archive knows its owner. */
  @Test
  @Order(20)
  void aMessageThatIsTooOldForRedisCanBeDeleted() throws Exception {
    var guest = Guest.of(one.board());
    var key = UUID.randomUUID().toString();
    guest.post(one.board(), Board.message("ada", "planted in the past", "quiet"), key);
    awaitOnBoard(key);
    append(1_200);
    var path = "api/messages/" + key;
    var last = logged().get("news").get(logged().get("news").size() - 1);
    awaitColumn("SELECT id FROM message WHERE id = '%s'".formatted(last), last);
    awaitOnBoard(last);
    var edit = Json.createObjectBuilder().add("content", "x").build();
    assertThat(guest.change(one.board(), "PUT", path, edit).statusCode()).isEqualTo(404);
    assertThat(Guest.of(one.board()).change(one.board(), "DELETE", path, null).statusCode())
        .isEqualTo(403);
    assertThat(guest.change(one.board(), "DELETE", path, null).statusCode()).isEqualTo(202);
    awaitColumn("SELECT deleted_by FROM message WHERE id = '%s'".formatted(key), "owner");
    assertThat(Await.until(() -> isDeleted(two.board(), "quiet"), LIMIT)).isTrue();
    assertThat(one.board().get("api/messages/search?q=planted").body()).doesNotContain(key);
  }

  private static boolean isDeleted(Board board, String channel) {
    var page = board.get("api/messages?channel=" + channel).body();
    return page.contains("\"deleted\":true") && !page.contains("planted");
  }

  @Test
  @Order(21)
  void whatIsHeldStaysAndWhatIsOverGoesEverywhere() throws Exception {
    var operator = new Operator(one.board());
    var guest = Guest.of(one.board());
    for (var text : List.of("planted one", "planted two")) {
      guest.post(one.board(), Board.message("ada", text, "over"), UUID.randomUUID().toString());
    }
    var rows = "SELECT content FROM message WHERE channel = 'over' ORDER BY place";
    assertThat(Await.until(() -> tables.column(rows).size() == 2, LIMIT)).isTrue();
    var because = Json.createObjectBuilder().add("reason", "a case").build();
    var hold = "api/retention/holds/channels/over";
    assertThat(operator.send("PUT", hold, because).statusCode()).isEqualTo(200);
    var first = tables.ids("over").get(0);
    guest.change(one.board(), "DELETE", "api/messages/" + first, null);
    awaitColumn("SELECT content FROM held", "planted one");
    assertThat(tables.column(rows)).containsExactly(null, "planted two");
    assertThat(operator.get("api/export?channel=over").body()).contains("\"held\":[{\"content\"");
    tables.run("UPDATE message SET place = place - 200000000000 WHERE channel = 'over'");
    var days = Json.createObjectBuilder().add("days", 1).build();
    operator.send("PUT", "api/retention/channels/over", days);
    operator.send("PUT", "api/retention/channels/nothing", days);
    assertThat(Await.until(() -> operator.get("api/retention").body().contains("nothing"), LIMIT))
        .isTrue();
    assertThat(tables.column(rows)).hasSize(2);
    assertThat(operator.send("DELETE", hold, null).statusCode()).isEqualTo(200);
    assertThat(tables.column("SELECT content FROM held")).isEmpty();
    assertThat(Await.until(() -> tables.column(rows).isEmpty(), LIMIT)).isTrue();
    assertThat(Await.until(() -> isDeleted(two.board(), "over"), LIMIT)).isTrue();
    assertThat(one.board().get("api/retention").statusCode()).isEqualTo(403);
  }

  @Test
  @Order(22)
  void whatWasExportedAndImportedIsTheSameBoardAlthoughTheServerIsKilled() throws Exception {
    writeWhatIsExported();
    var whole = new Operator(two.board()).export("");
    var begun =
        new Operator(one.board()).export("", number -> killAt(one, number, whole.size() / 3));
    one.start();
    var cursor = Board.json(begun.get(begun.size() - 1)).getString("cursor");
    var rest = new Operator(one.board()).export("?after=" + cursor);
    assertThat(rest.get(rest.size() - 1)).startsWith("{\"type\":\"end\"");
    begun.addAll(rest.subList(0, rest.size() - 1));
    assertThat(begun).isEqualTo(whole.subList(0, whole.size() - 1));
    assertThat(whole.get(whole.size() - 1)).startsWith("{\"type\":\"end\"");
    assertThat(new Operator(one.board()).get("api/export?channel=kept&format=markdown").body())
        .contains("# kept", "**Operator**", "second", "👍 1");
    startAnew();
    new Operator(one.board())
        .importLinesUntil(
            whole,
            whole.size() / 2,
            () -> {
              assertThat(Await.until(() -> tables.messages() > whole.size() / 4, LIMIT)).isTrue();
              one.kill();
            });
    one.start();
    var report = new Operator(one.board()).importLines(whole);
    assertThat(report.statusCode()).as(report.body()).isEqualTo(200);
    assertThat(Board.json(report).getInt("skipped")).as(report.body()).isZero();
    assertThat(Await.until(() -> isImported(whole), LIMIT)).isTrue();
    assertThat(comparable(new Operator(one.board()).export(""))).isEqualTo(comparable(whole));
    var again = Board.json(new Operator(one.board()).importLines(whole));
    assertThat(again.getInt("unchanged")).isEqualTo((int) tables.messages());
    assertThat(again.getInt("messages") + again.getInt("edits") + again.getInt("reactions"))
        .isZero();
    var broken =
        new Operator(one.board()).importLines(List.of(whole.get(0), "{\"type\":\"message\"}"));
    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(broken.body()).contains("Line 2 must have a UUID as id.");
  }

  private static void killAt(BoardServer server, int line, int at) {
    if (line == at) {
      server.kill();
    }
  }

  /** Everything is gone: Kafka's topic, Redis, PostgreSQL. */
  private static void startAnew() throws Exception {
    loseKafkaAndRedis();
    tables.run("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    one.start();
  }

  private static boolean isImported(List<String> lines) {
    return comparable(new Operator(one.board()).export("")).size() == lines.size()
        && tables.column("SELECT topic FROM channel WHERE name = 'kept'").contains("told")
        && tables.column("SELECT 1 FROM message WHERE content = '(deleted)'").isEmpty();
  }

  private static List<JsonObject> comparable(List<String> lines) {
    return lines.stream().map(Operator::comparable).toList();
  }

  /** Of each kind something: edits, reactions, a thread, settings, a private channel. */
  private static void writeWhatIsExported() throws Exception {
    var operator = new Operator(one.board());
    var posted = Board.json(operator.send("POST", "api/messages", kept("first", null)));
    var id = posted.getString("id");
    awaitOnBoard(id);
    operator.send(
        "PUT", "api/messages/" + id, Json.createObjectBuilder().add("content", "second").build());
    operator.send(
        "PUT",
        "api/messages/" + id + "/reactions/%F0%9F%91%8D",
        Json.createObjectBuilder().build());
    operator.send("POST", "api/messages", kept("a reply", id));
    awaitColumn("SELECT content FROM message WHERE thread = '%s'".formatted(id), "a reply");
    var settings = Json.createObjectBuilder().add("topic", "told").add("archived", true).build();
    operator.send("PUT", "api/channels/kept", settings);
    awaitColumn("SELECT topic FROM channel WHERE name = 'kept'", "told");
    var room = ChannelName.ofPrivate("ada-subject", "key");
    var ada = new Member(Identity.person("ada-subject"), "Ada");
    var bob = new Member(Identity.person("bob-subject"), "Bob");
    var plans = new ChannelSettings("", ChannelSettings.PRIVATE, false, "Plans");
    topic()
        .append(
            Stream.of(
                    new ChannelChanged(
                        origin(room, "ada-subject"), plans, "Ada", List.of(ada, bob)),
                    message(room, "Bob", "bob-subject", "in private"),
                    new MemberChanged(origin(room, "bob-subject"), bob, "Bob", true))
                .map(event -> BoardTopic.record(room, MessageJson.writeRecord(event)))
                .toList());
    awaitColumn("SELECT content FROM message WHERE channel = '%s'".formatted(room), "in private");
    assertThat(
            Await.until(
                () -> tables.column("SELECT name FROM member").equals(List.of("Ada")), LIMIT))
        .isTrue();
  }

  private static JsonObject kept(String content, String replyTo) {
    var json = Json.createObjectBuilder(Board.message("x", content, "kept"));
    return (replyTo == null ? json : json.add("replyTo", replyTo)).build();
  }

  private static Origin origin(String channel, String owner) {
    return new Origin(UUID.randomUUID().toString(), channel, owner, Origin.stamp(), false);
  }

  private static Message message(String channel, String author, String owner, String content) {
    var id = UUID.randomUUID().toString();
    return new Message(null, id, channel, author, content, Origin.stamp(), owner);
  }

  /** What was changed after the export, or after the loss, counts. */
  @Test
  @Order(23)
  void anImportPutsBackWhatOnlyTheArchiveHasOfChannels() throws Exception {
    var room = ChannelName.ofPrivate("ada-subject", "lost");
    var ada = new Member(Identity.person("ada-subject"), "Ada");
    var bob = new Member(Identity.person("bob-subject"), "Bob");
    var plans = new ChannelSettings("", ChannelSettings.PRIVATE, false, "Plans");
    var made = new ChannelChanged(origin(room, "ada-subject"), plans, "Ada", List.of(ada, bob));
    topic().append(List.of(BoardTopic.record(room, MessageJson.writeRecord(made))));
    awaitColumn("SELECT channel FROM member", room);
    var operator = new Operator(one.board());
    append(7);
    setTopics(operator, Map.of("general", "at the export", "news", "before the loss"));
    var lines = operator.export("");
    setTopics(operator, Map.of("general", "after the export"));
    var archived = channelLines(operator);
    loseKafkaAndRedis();
    assertThat(redisMembers(room)).isEmpty();
    one.start();
    append(7);
    setTopics(operator, Map.of("news", "after the loss"));
    // Otherwise what Redis does not have yet would be put back once more
    assertThat(Await.until(() -> topic("news").equals("after the loss"), LIMIT)).isTrue();
    assertThat(Await.until(() -> page("api/channels").toString().contains("\"general\""), LIMIT))
        .isTrue();
    var report = Board.json(operator.importLines(lines));
    int rooms = tables.column("SELECT DISTINCT channel FROM member").size();
    // Fewer if Redis was being filled meanwhile, and the import was sent again
    assertThat(report.getInt("channels")).as(report + "").isBetween(1, rooms + 1);
    assertThat(Await.until(() -> topic("general").equals("after the export"), LIMIT)).isTrue();
    assertThat(Await.until(() -> redisMembers(room).size() == 2, LIMIT)).isTrue();
    assertThat(redisMembers(room))
        .containsExactlyInAnyOrder(
            room + " " + ada.person() + " \"Ada\"", room + " " + bob.person() + " \"Bob\"");
    assertThat(topic("news")).isEqualTo("after the loss");
    assertThat(channelLines(operator))
        .isEqualTo(archived.replace("before the loss", "after the loss"));
    assertThat(Board.json(operator.importLines(lines)).getInt("channels")).isZero();
  }

  private static void setTopics(Operator operator, Map<String, String> topics) {
    topics.forEach(
        (channel, topic) -> {
          var settings = Json.createObjectBuilder().add("topic", topic).add("archived", false);
          var json = settings.build();
          // Redis may have more to read than the archive
          var path = "api/channels/" + channel;
          assertThat(Await.until(() -> operator.send("PUT", path, json).statusCode() == 202, LIMIT))
              .isTrue();
          awaitColumn("SELECT topic FROM channel WHERE name = '%s'".formatted(channel), topic);
        });
  }

  private static String channelLines(Operator operator) {
    return operator.export("").stream()
        .filter(line -> line.contains("\"type\":\"channel\""))
        .toList()
        .toString();
  }

  /** What everybody reads. */
  private static String topic(String channel) {
    return page("api/channels").getJsonArray("channels").getValuesAs(JsonObject.class).stream()
        .filter(each -> each.getString("name").equals(channel))
        .map(each -> each.getString("topic", ""))
        .findFirst()
        .orElse("");
  }

  private static List<String> redisMembers(String room) {
    try (var redis = RedisClient.create(services.redis.url())) {
      return redis.zrange(RedisKeys.MEMBERS, 0, -1).stream()
          .filter(member -> member.startsWith(room))
          .toList();
    }
  }

  /** With the servers killed: they would fill Redis from a topic that is just being deleted. */
  private static void loseKafkaAndRedis() throws Exception {
    one.kill();
    two.kill();
    try (var admin = Admin.create(Map.of("bootstrap.servers", services.kafka.bootstrapServers()))) {
      admin.deleteTopics(List.of("message-board")).all().get();
      assertThat(Await.until(() -> !isThere(admin), LIMIT)).isTrue();
    }
    services.flushAll();
  }

  @Test
  @Order(24)
  void anErasedPersonIsNowhereAlthoughTheServerIsKilled() throws Exception {
    var person = Identity.person("eve-subject");
    var room = ChannelName.ofPrivate("eve-subject", "key");
    var eve = new Member(person, "Eve Planted");
    var plans = new ChannelSettings("", ChannelSettings.PRIVATE, false, "Plans");
    var events = new ArrayList<BoardEvent>();
    events.add(new ChannelChanged(origin(room, "eve-subject"), plans, "Eve", List.of(eve)));
    for (int i = 0; i < 600; i++) {
      events.add(message(i % 2 == 0 ? room : "eves", "Eve Planted", "eve-subject", "planted " + i));
    }
    topic()
        .append(
            events.stream()
                .map(event -> BoardTopic.record(event.channel(), MessageJson.writeRecord(event)))
                .toList());
    var hers = "SELECT id FROM message WHERE author = 'Eve Planted'";
    assertThat(Await.until(() -> tables.column(hers).size() == 600, LIMIT)).isTrue();
    var operator = new Operator(one.board());
    var exported = operator.export("?channel=eves");
    var path = "api/people/" + person + "/erasure";
    assertThat(operator.send("POST", path, null).statusCode()).isEqualTo(202);
    var gone = "SELECT id FROM message WHERE erased";
    assertThat(Await.until(() -> !tables.column(gone).isEmpty(), LIMIT)).isTrue();
    one.kill();
    one.start();
    assertThat(Await.until(() -> operator.get(path).body().contains("\"ended\""), LIMIT)).isTrue();
    assertThat(Board.json(operator.get(path)).getInt("messages")).isEqualTo(600);
    for (var table : List.of("message", "revision", "reaction", "member", "channel", "held")) {
      assertThat(tables.column("SELECT t::text FROM " + table + " t").toString())
          .doesNotContainIgnoringCase("planted")
          .doesNotContain("eve-subject");
    }
    assertThat(String.join("", operator.export(""))).doesNotContainIgnoringCase("planted");
    assertThat(Await.until(() -> !redisDump().contains("lanted"), LIMIT)).isTrue();
    var report = operator.importLines(exported);
    assertThat(report.body()).contains("\"skipped\":300");
    services.flushAll();
    assertThat(page("api/messages?channel=eves").getJsonArray("messages").toString())
        .contains("(erased)")
        .doesNotContain("lanted");
  }

  /** What Redis has of messages and members; its log keeps recent events with names in them. */
  private static String redisDump() {
    try (var redis = RedisClient.create(services.redis.url())) {
      var all = new StringBuilder(redis.zrange(RedisKeys.MEMBERS, 0, -1).toString());
      redis.keys("*").stream()
          .filter(key -> redis.type(key).equals("list"))
          .forEach(key -> all.append(redis.lrange(key, 0, -1)));
      return all.toString();
    }
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
