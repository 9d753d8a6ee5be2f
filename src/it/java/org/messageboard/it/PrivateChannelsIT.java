package org.messageboard.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.OpenApiTest;
import org.messageboard.board.ChannelName;
import org.messageboard.dev.Await;
import org.messageboard.dev.ChildProcess;
import org.messageboard.dev.OpenIdProvider;
import org.messageboard.dev.OpenIdProvider.Person;
import org.messageboard.dev.Ports;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/**
 * Ada has a private channel and direct messages with Bob, whom she takes out of the channel again,
 * on two servers. Bob, a moderator and a stranger look for its planted words everywhere.
 */
@Tag("services")
class PrivateChannelsIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String PLANTED = "planted-" + UUID.randomUUID();
  private static final String EMOJI = "%F0%9F%91%8D";

  /** Who asks for something on a server; the stranger has no account. */
  private record Reader(String name, Account account) {

    HttpResponse<String> get(Board board, String path) {
      return account == null ? board.get(path) : account.get(board, path);
    }

    HttpResponse<String> change(Board board, String method, String path, JsonObject body) {
      return account == null
          ? board.change(method, path, body)
          : account.change(board, method, path, body);
    }

    SseClient stream(Board board, String query, String lastEventId) {
      return account == null
          ? board.stream(query, lastEventId)
          : account.stream(board, query, lastEventId);
    }
  }

  @TempDir static Path directory;

  private static OpenIdProvider provider;
  private static BoardServer first;
  private static BoardServer second;
  private static List<Board> boards;
  private static Account ada;
  private static Account bob;
  private static Account mod;
  private static String bobsId;

  /** Of the private channel, and then of the direct messages. */
  private static final List<String> CHANNELS = new ArrayList<>();

  private static final List<String> MESSAGES = new ArrayList<>();
  private static final List<String> POSITIONS = new ArrayList<>();
  private static List<SseEvent> adaGot;
  private static List<SseEvent> bobGot;
  private static List<SseEvent> modGot;
  private static List<SseEvent> strangerGot;

  @BeforeAll
  static void start() throws IOException, SQLException {
    int port = Ports.free();
    provider = new OpenIdProvider(directory, port);
    var tables = ArchiveTables.create("private");
    first = server("first", tables);
    second = server("second", tables);
    ChildProcess.startAll(List.of(first, second));
    boards = List.of(first.board(), second.board());
    for (var board : boards) {
      assertThat(Await.until(() -> board.get("api/sign-in").statusCode() == 303, LIMIT)).isTrue();
    }
    ada = Account.of(Person.ADA, boards.get(0));
    bob = Account.of(Person.BOB, boards.get(1));
    mod = Account.of(Person.MOD, boards.get(1));
    bobsId = bob.session(boards.get(1)).getString("person");
    assertThat(Await.until(() -> people("bob").contains(bobsId), LIMIT)).isTrue();
    live();
  }

  private static BoardServer server(String name, ArchiveTables tables) {
    var environment = new HashMap<>(EmbeddedServices.postgres().environment(tables.database()));
    environment.put("AUTH_MODE", "oidc");
    environment.put("AUTH_OIDC_ISSUER", provider.issuer());
    environment.put("AUTH_OIDC_CLIENT_ID", OpenIdProvider.CLIENT);
    environment.put("AUTH_ROLES_MODERATOR", OpenIdProvider.MODERATORS);
    // Whoever tries every route is quicker than a person
    environment.put("LIMITS_ENABLED", "false");
    return new BoardServer("private-" + name, environment);
  }

  @AfterAll
  static void stop() {
    Stream.of(first, second, provider).filter(each -> each != null).forEach(PrivateChannelsIT::end);
  }

  private static void end(AutoCloseable each) {
    try {
      each.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** What happens, and what four open streams get of it. */
  private static void live() {
    try (var adas = ada.stream(boards.get(1), "", "");
        var bobs = bob.stream(boards.get(0), "", "");
        var mods = mod.stream(boards.get(0), "", "");
        var strangers = boards.get(1).stream("", "")) {
      createChannels();
      talk();
      var out = ada.change(boards.get(0), "DELETE", members(bobsId), null);
      assertThat(out.statusCode()).isEqualTo(202);
      bobs.await(has("left"), LIMIT);
      MESSAGES.add(posted(ada, CHANNELS.get(0), PLANTED + " after", null));
      var end = posted(ada, "general", "the end", null);
      adaGot = adas.await(hasMessage(end), LIMIT);
      bobGot = bobs.await(hasMessage(end), LIMIT);
      modGot = mods.await(hasMessage(end), LIMIT);
      strangerGot = strangers.await(hasMessage(end), LIMIT);
      adaGot.forEach(event -> POSITIONS.add(event.lastEventId()));
    }
  }

  private static void createChannels() {
    var settings =
        Json.createObjectBuilder()
            .add("title", PLANTED + " title")
            .add("topic", PLANTED + " topic")
            .add("members", Json.createArrayBuilder().add(bobsId))
            .build();
    var people = Json.createObjectBuilder().add("people", Json.createArrayBuilder().add(bobsId));
    var direct = people.build();
    var created = ada.change(boards.get(0), "POST", "api/channels", settings);
    var opened = ada.change(boards.get(1), "POST", "api/direct-messages", direct);
    for (var answer : List.of(created, opened)) {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      CHANNELS.add(Board.json(answer).getString("name"));
    }
    for (var board : boards) {
      assertThat(Await.until(() -> namesOf(bob, board).containsAll(CHANNELS), LIMIT)).isTrue();
    }
    var again = ada.change(boards.get(0), "POST", "api/direct-messages", direct);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(Board.json(again).getInt("members")).isEqualTo(2);
  }

  private static void talk() {
    for (var channel : CHANNELS) {
      var root = posted(ada, channel, PLANTED + " root", null);
      MESSAGES.add(root);
      MESSAGES.add(posted(bob, channel, PLANTED + " reply", root));
      assertThat(status(bob, "PUT", "api/messages/" + root + "/reactions/" + EMOJI)).isEqualTo(202);
      assertThat(status(ada, "PUT", "api/messages/" + root + "/pin")).isEqualTo(202);
      var edit = Json.createObjectBuilder().add("content", PLANTED + " edited").build();
      var edited = ada.change(boards.get(0), "PUT", "api/messages/" + root, edit);
      assertThat(edited.statusCode()).isEqualTo(202);
      posted(mod, "general", "in between", null);
    }
    var renamed = Json.createObjectBuilder().add("title", PLANTED + " renamed").build();
    var path = "api/channels/" + CHANNELS.get(0);
    assertThat(bob.change(boards.get(1), "PUT", path, renamed).statusCode()).isEqualTo(202);
    assertThat(mod.change(boards.get(1), "PUT", path, renamed).statusCode()).isEqualTo(404);
  }

  @Test
  void membersGetEverythingAndNobodyElseAnything() {
    assertThat(types(adaGot)).contains("channel", "edited", "reacted", "pinned", "left", "message");
    assertThat(planted(adaGot)).hasSizeGreaterThan(8);
    assertThat(types(bobGot)).contains("channel", "edited", "reacted", "left", "message");
    assertThat(planted(bobGot)).hasSize(planted(adaGot).size() - 1);
    assertThat(bobGot.toString()).doesNotContain(PLANTED + " after");
    for (var others : List.of(modGot, strangerGot)) {
      assertThat(planted(others)).isEmpty();
      assertThat(types(others)).containsOnly("message");
      assertThat(others).hasSize(3);
      assertThat(others.toString()).doesNotContain(CHANNELS.get(0), CHANNELS.get(1));
    }
  }

  @Test
  void whateverPositionTheyResumeFromOthersGetNothing() {
    assertThat(POSITIONS).hasSizeGreaterThan(15);
    int number = 0;
    for (var position : POSITIONS.subList(0, POSITIONS.size() - 1)) {
      for (var reader : others()) {
        var board = boards.get(number++ % 2);
        try (var stream = reader.stream(board, "", position)) {
          var got = stream.await(events -> events.toString().contains("the end"), LIMIT);
          assertThat(inRoom(got)).as(reader.name() + position).isEmpty();
        }
      }
      try (var stream = ada.stream(boards.get(number % 2), "", position)) {
        stream.await(events -> events.toString().contains("the end"), LIMIT);
      }
    }
  }

  /**
   * What a person waits for gives up on Redis after 400 ms, and a browser on a stream that is
   * refused.
   */
  @Test
  void aMembersStreamOpensThoughRedisTakesLong() {
    try (var redis = RedisClient.create(EmbeddedServices.redis().url())) {
      redis.sendCommand(Protocol.Command.CLIENT, "PAUSE", "900");
      try (var stream = bob.stream(boards.get(1), "?channel=" + CHANNELS.get(1), "")) {
        assertThat(stream.awaitOpen(LIMIT).connections()).isEqualTo(1);
      }
    }
  }

  /** Whoever adds an operation has to think about this. */
  @Test
  void everyRouteAnswersOthersAsIfNothingWereThere() {
    var document = OpenApiTest.document().getJsonObject("paths");
    assertThat(document).hasSizeGreaterThan(15);
    for (var board : boards) {
      for (var reader : others()) {
        document.forEach(
            (path, operations) ->
                operations.asJsonObject().keySet().stream()
                    .filter(method -> !path.matches("/api/(sign-.*|messages/stream)"))
                    // A moderator would erase Bob; and a hold ends only once
                    .filter(method -> !path.matches("/api/retention/holds/people/.*"))
                    .filter(method -> !(method + path).equals("post/api/people/{person}/erasure"))
                    .forEach(method -> walk(board, reader, method, path.substring(1))));
      }
    }
  }

  private void walk(Board board, Reader reader, String method, String template) {
    // Bob is still in the direct messages
    int unseen = reader.account() == bob ? 1 : 2;
    for (var channel : CHANNELS.subList(0, unseen)) {
      var ofBob = template.replace("{person}", bobsId).replace("{channel}", "{name}");
      var hidden = ofBob.replace("{name}", channel);
      var unknown = ofBob.replace("{name}", unknown(channel));
      for (var id : unseen == 2 ? MESSAGES : List.of(MESSAGES.get(0), MESSAGES.get(4))) {
        requireSame(
            asked(board, reader, method, hidden.replace("{id}", id).replace("{emoji}", EMOJI)),
            asked(
                board,
                reader,
                method,
                unknown.replace("{id}", UUID.randomUUID() + "").replace("{emoji}", EMOJI)));
      }
    }
  }

  private static HttpResponse<String> asked(
      Board board, Reader reader, String method, String path) {
    var body = Json.createObjectBuilder().add("content", "x").add("reason", "x");
    boolean hasBody = method.equals("put") || path.endsWith("/reports");
    return reader.change(
        board, method.toUpperCase(Locale.ROOT), path, hasBody ? body.build() : null);
  }

  private static void requireSame(HttpResponse<String> hidden, HttpResponse<String> unknown) {
    var what = hidden.request().method() + " " + hidden.uri();
    assertThat(hidden.statusCode()).as(what).isEqualTo(unknown.statusCode());
    if (hidden.statusCode() >= 400) {
      assertThat(hidden.body()).as(what).isEqualTo(unknown.body());
    }
    assertThat(hidden.body()).as(what).doesNotContain(PLANTED, CHANNELS.get(0));
  }

  @Test
  void noQueryAndNoPostShowsThem() {
    for (var board : boards) {
      for (var reader : others()) {
        var channel = CHANNELS.get(0);
        var id = MESSAGES.get(0);
        for (var query :
            List.of(
                "?channel=%s",
                "?channel=%s&author=Ada Lovelace",
                "?around=" + id,
                "?around=" + id + "&channel=%s",
                "?around=" + id + "&channel=general",
                "?limit=1000",
                "?author=Ada Lovelace",
                "?limit=1000&before=" + POSITIONS.get(POSITIONS.size() - 1),
                "?limit=1000&after=" + POSITIONS.get(0))) {
          var hidden = "api/messages" + query.replace(" ", "%20").replace("%s", channel);
          var unknown =
              hidden.replace(id, UUID.randomUUID().toString()).replace(channel, unknown(channel));
          requireSame(reader.get(board, hidden), reader.get(board, unknown));
        }
        requireSame(
            reader.get(board, "api/messages/stream?channel=" + channel),
            reader.get(board, "api/messages/stream?channel=" + unknown(channel)));
        requireSame(
            reader.change(board, "POST", "api/messages", Board.message("x", "x", channel)),
            reader.change(
                board, "POST", "api/messages", Board.message("x", "x", unknown(channel))));
        requireSame(
            reader.change(board, "POST", "api/messages", reply(id)),
            reader.change(board, "POST", "api/messages", reply(UUID.randomUUID() + "")));
        assertThat(reader.get(board, "metrics").body()).doesNotContain(PLANTED, channel);
      }
    }
  }

  @Test
  void theArchiveHasThemForMembersOnly() {
    var search = "api/messages/search?limit=100&q=planted";
    var old = "api/messages?before=archive:999999999999999&channel=";
    assertThat(Await.until(() -> ada.get(boards.get(0), search).body().contains("after"), LIMIT))
        .isTrue();
    for (var board : boards) {
      assertThat(ada.get(board, search).body()).contains(CHANNELS);
      assertThat(ada.get(board, old + CHANNELS.get(0)).body()).contains(PLANTED + " after");
      assertThat(bob.get(board, search).body())
          .contains(CHANNELS.get(1))
          .doesNotContain(CHANNELS.get(0));
      for (var reader : others()) {
        var channel = CHANNELS.get(0);
        assertThat(reader.get(board, search + "&channel=" + channel).body())
            .isEqualTo("{\"hits\":[]}");
        requireSame(reader.get(board, old + channel), reader.get(board, old + unknown(channel)));
        requireSame(
            reader.get(board, "api/export?channel=" + channel),
            reader.get(board, "api/export?channel=" + unknown(channel)));
      }
      assertThat(mod.get(board, search).body()).isEqualTo("{\"hits\":[]}");
      assertThat(mod.get(board, "api/export").body())
          .contains("\"type\":\"end\"", "the end")
          .doesNotContain(PLANTED);
    }
  }

  @Test
  void aMemberFindsThem() {
    for (var board : boards) {
      for (var channel : CHANNELS) {
        var page = ada.get(board, "api/messages?channel=" + channel);
        assertThat(page.body()).contains(PLANTED + " edited", PLANTED + " reply");
        var list = ada.get(board, "api/channels/" + channel + "/members");
        assertThat(list.body()).contains("Ada Lovelace").doesNotContain("subject");
      }
      assertThat(ada.get(board, "api/channels").body())
          .contains(PLANTED + " renamed", "\"kind\":\"private\"", "\"kind\":\"direct\"");
      var thread = ada.get(board, "api/messages/" + MESSAGES.get(0) + "/replies");
      assertThat(thread.body()).contains(PLANTED + " reply");
      var reactions = ada.get(board, "api/messages/" + MESSAGES.get(0) + "/reactions");
      assertThat(reactions.body()).contains("Bob Kahn");
      assertThat(ada.get(board, "api/channels/" + CHANNELS.get(0) + "/pins").body())
          .contains(PLANTED + " edited");
      var around = "api/messages?channel=" + CHANNELS.get(0) + "&around=" + MESSAGES.get(0);
      assertThat(ada.get(board, around).body()).contains(PLANTED + " edited");
    }
  }

  @Test
  void membershipHasItsLimits() {
    var board = boards.get(0);
    var mods = mod.session(board).getString("person");
    var adas = ada.session(board).getString("person");
    assertThat(status(ada, "PUT", "api/channels/" + CHANNELS.get(1) + "/members/" + mods))
        .isEqualTo(409);
    assertThat(status(ada, "DELETE", members(adas))).isEqualTo(409);
    assertThat(status(ada, "PUT", members("AAAAAAAAAAAAAAAA"))).isEqualTo(404);
    assertThat(status(ada, "PUT", members(adas))).isEqualTo(202);
    var kind = Json.createObjectBuilder().add("kind", "open").build();
    assertThat(ada.change(board, "PUT", "api/channels/" + CHANNELS.get(0), kind).statusCode())
        .isEqualTo(409);
  }

  @Test
  void onlyModeratorsPostAnnouncements() {
    var channel = "news-" + UUID.randomUUID().toString().substring(0, 8);
    var board = boards.get(0);
    posted(mod, channel, "first", null);
    var kind = Json.createObjectBuilder().add("kind", "announcement").build();
    var path = "api/channels/" + channel;
    assertThat(Await.until(() -> namesOf(mod, board).contains(channel), LIMIT)).isTrue();
    assertThat(ada.change(board, "PUT", path, kind).statusCode()).isEqualTo(403);
    assertThat(mod.change(board, "PUT", path, kind).statusCode()).isEqualTo(202);
    var message = Board.message("", "no news", channel);
    assertThat(Await.until(() -> ada.post(board, message).statusCode() == 403, LIMIT)).isTrue();
    var news = posted(mod, channel, "news", null);
    assertThat(status(ada, "PUT", "api/messages/" + news + "/reactions/" + EMOJI)).isEqualTo(202);
  }

  @Test
  void noLogHasThem() throws IOException {
    for (var server : List.of(first, second)) {
      assertThat(Files.readString(server.messagesLog())).doesNotContain(PLANTED, CHANNELS.get(0));
    }
  }

  private static List<Reader> others() {
    return List.of(new Reader("bob", bob), new Reader("mod", mod), new Reader("stranger", null));
  }

  private static List<String> people(String text) {
    return Board.json(ada.get(boards.get(0), "api/people?q=" + text))
        .getJsonArray("people")
        .stream()
        .map(JsonValue::asJsonObject)
        .map(person -> person.getString("person"))
        .toList();
  }

  private static String members(String person) {
    return "api/channels/" + CHANNELS.get(0) + "/members/" + person;
  }

  private static String unknown(String channel) {
    return channel.substring(0, 2) + ChannelName.ofPrivate("nobody", "key").substring(2);
  }

  private static JsonObject reply(String id) {
    return Json.createObjectBuilder(Board.message("x", "x")).add("replyTo", id).build();
  }

  private static int status(Account account, String method, String path) {
    return account
        .change(boards.get(1), method, path, Json.createObjectBuilder().build())
        .statusCode();
  }

  /** Posts a message, and waits until it is on the board. */
  private static String posted(Account account, String channel, String content, String replyTo) {
    var message = Json.createObjectBuilder(Board.message("", content, channel));
    if (replyTo != null) {
      message.add("replyTo", replyTo);
    }
    var answer = account.post(boards.get(0), message.build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    var id = Board.json(answer).getString("id");
    var path = "api/messages/" + id;
    assertThat(Await.until(() -> account.get(boards.get(1), path).statusCode() == 200, LIMIT))
        .isTrue();
    return id;
  }

  private static List<String> namesOf(Account account, Board board) {
    return Board.json(account.get(board, "api/channels")).getJsonArray("channels").stream()
        .map(channel -> channel.asJsonObject().getString("name"))
        .toList();
  }

  private static Predicate<List<SseEvent>> has(String type) {
    return events -> types(events).contains(type);
  }

  private static Predicate<List<SseEvent>> hasMessage(String id) {
    return events -> events.stream().anyMatch(e -> e.data().contains("\"id\":\"" + id + "\""));
  }

  private static List<String> types(List<SseEvent> events) {
    return events.stream().map(SseEvent::type).toList();
  }

  private static List<SseEvent> planted(List<SseEvent> events) {
    return events.stream().filter(event -> event.data().contains(PLANTED)).toList();
  }

  /** What is of the channel, but for the departure of whoever gets it. */
  private static List<SseEvent> inRoom(List<SseEvent> events) {
    return events.stream()
        .filter(event -> event.data().contains(CHANNELS.get(0)))
        .filter(event -> !event.type().equals("left"))
        .toList();
  }
}
