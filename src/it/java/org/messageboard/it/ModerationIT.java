package org.messageboard.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.messageboard.board.ChannelName;
import org.messageboard.dev.Await;
import org.messageboard.dev.OpenIdProvider;
import org.messageboard.dev.OpenIdProvider.Person;

/** A moderator's day on two servers: Mo keeps order, Ada reports, and Bob is trouble. */
class ModerationIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @RegisterExtension static final SignedInServers SERVERS = new SignedInServers();

  private final Board one = SERVERS.one().board();
  private final Board two = SERVERS.two().board();
  private final String channel = "mod-" + UUID.randomUUID().toString().substring(0, 8);
  private final Account mod = Account.of(Person.MOD, one);
  private final Account ada = Account.of(Person.ADA, two);
  private Account bob;
  private String bobsId;

  @BeforeEach
  void bobComes() {
    bob = Account.of(Person.BOB, two);
    bobsId = bob.session(two).getString("person");
  }

  @AfterEach
  void bobMayComeBack() {
    mod.change(one, "DELETE", restriction(), null);
    // Not in the test's channel, which may be locked
    var back = Board.message("", "back");
    assertThat(Await.until(() -> status(Account.of(Person.BOB, two).post(two, back)) == 202, LIMIT))
        .isTrue();
  }

  @Test
  void aMessageIsDeletedWithAReasonAndTheChannelIsPinnedRenamedAndLocked() {
    var spam = posted(bob, "spam");
    var rules = posted(ada, "rules");
    assertThat(ada.change(two, "DELETE", "api/messages/" + spam, null).statusCode()).isEqualTo(403);
    var deleted = mod.change(two, "DELETE", "api/messages/" + spam + "?reason=no%20ads", null);
    assertThat(deleted.statusCode()).isEqualTo(202);
    assertThat(Board.json(deleted).getString("reason")).isEqualTo("no ads");
    assertThat(Await.until(() -> one.get("api/messages/" + spam).body().contains("no ads"), LIMIT))
        .isTrue();
    assertThat(one.get("api/messages/" + spam).body())
        .contains("\"deletedBy\":\"moderator\"")
        .doesNotContain("spam", "Mo Derator");
    var tooLong = "?reason=" + "x".repeat(201);
    assertThat(mod.change(one, "DELETE", "api/messages/" + rules + tooLong, null).statusCode())
        .isEqualTo(400);

    var pin = "api/messages/" + rules + "/pin";
    assertThat(ada.change(one, "PUT", pin, null).statusCode()).isEqualTo(403);
    assertThat(mod.change(one, "PUT", pin, null).statusCode()).isEqualTo(202);
    assertThat(Await.until(() -> pins(two).equals(List.of(rules)), LIMIT)).isTrue();
    assertThat(mod.change(two, "DELETE", pin, null).statusCode()).isEqualTo(202);
    assertThat(Await.until(() -> pins(one).isEmpty(), LIMIT)).isTrue();

    assertThat(set(ada, "title", Json.createValue("Mine"))).isEqualTo(403);
    assertThat(set(mod, "title", Json.createValue("The \"rules\""))).isEqualTo(202);
    assertThat(Await.until(() -> "The \"rules\"".equals(title()), LIMIT)).isTrue();
    assertThat(set(mod, "locked", JsonValue.TRUE)).isEqualTo(202);
    assertThat(Await.until(() -> status(post(ada, "more")) == 403, LIMIT)).isTrue();
    assertThat(Board.json(post(ada, "more")).getString("detail")).contains("locked");
    assertThat(react(ada, rules)).isEqualTo(403);
    assertThat(react(mod, rules)).isEqualTo(202);
    assertThat(status(post(mod, "closed for today"))).isEqualTo(202);
    assertThat(title()).as("kept").isEqualTo("The \"rules\"");
    assertThat(set(mod, "title", Json.createValue(channel))).isEqualTo(202);
    assertThat(Await.until(() -> title() == null, LIMIT)).isTrue();
    assertThat(set(mod, "locked", JsonValue.FALSE)).isEqualTo(202);
    assertThat(Await.until(() -> status(post(ada, "more")) == 202, LIMIT)).isTrue();
  }

  @Test
  void whoIsMutedWritesNothingOverAnOpenWebSocketEither() {
    var said = posted(bob, "shouting");
    var own = two.uri().toString().replaceFirst("/$", "");
    try (var socket = SocketClient.connect(two, "", "Cookie", bob.cookie(), "Origin", own)) {
      assertThat(restrict("muted", Instant.now().plusSeconds(60), "Shouting")).isEqualTo(202);
      var post = "\"content\":\"louder\",\"channel\":\"" + channel + "\"";
      assertThat(Await.until(() -> socket.ask("post", post).getInt("status") == 403, LIMIT))
          .isTrue();
      var message = "\"message\":\"" + said + "\"";
      assertThat(socket.ask("edit", message + ",\"content\":\"LOUDER\"").getInt("status"))
          .isEqualTo(403);
      assertThat(socket.ask("delete", message).getInt("status")).isEqualTo(202);
    }
  }

  @Test
  void whoIsMutedReadsAndTakesBackUntilThatEndsByItself() {
    var said = posted(bob, "shouting");
    var until = Instant.now().plusSeconds(6);
    assertThat(restrict("muted", until, "Shouting")).isEqualTo(202);
    assertThat(Await.until(() -> status(post(bob, "louder")) == 403, LIMIT)).isTrue();
    assertThat(Board.json(post(bob, "louder")).getString("detail"))
        .startsWith("You are muted until " + until.toString().substring(0, 19))
        .endsWith(": Shouting");
    assertThat(react(bob, said)).isEqualTo(403);
    assertThat(edit(bob, said)).isEqualTo(403);
    assertThat(bob.get(one, "api/messages?channel=" + channel).body()).contains("shouting");
    assertThat(bob.session(one).getJsonObject("restriction").getString("kind")).isEqualTo("muted");
    assertThat(bob.session(one).getString("name")).isEqualTo("Bob Kahn");
    assertThat(bob.change(two, "DELETE", "api/messages/" + said, null).statusCode()).isEqualTo(202);
    assertThat(Board.json(mod.get(one, "api/restrictions")).toString()).contains(bobsId);
    assertThat(Await.until(() -> status(post(bob, "sorry")) == 202, LIMIT)).isTrue();
    assertThat(Instant.now()).isAfter(until);
    assertThat(bob.session(two)).doesNotContainKey("restriction");
  }

  @Test
  void aBanEndsEverythingAtEveryServerAndSurvivesTheLossOfRedis() {
    var claims = Map.<String, Object>of("name", "Bob Kahn", "groups", List.of("board-posters"));
    var token = SERVERS.provider().token("bob", OpenIdProvider.CLIENT, claims, Duration.ofHours(1));
    var bearer = new String[] {"Authorization", "Bearer " + token};
    assertThat(one.postOnce(message("by token"), bearer).statusCode()).isEqualTo(202);
    var before = bob.copy();
    try (var stream = bob.stream(two, "", "");
        var adas = ada.stream(two, "", "")) {
      assertThat(restrict("banned", null, "Enough")).isEqualTo(202);
      long began = System.nanoTime();
      var events =
          stream.await(got -> got.stream().anyMatch(e -> e.type().equals("session")), LIMIT);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
      assertThat(events.get(events.size() - 1).data())
          .isEqualTo("{\"ended\":true,\"reason\":\"banned\"}");
      assertThat(adas.events()).noneMatch(e -> e.type().equals("session"));
    }
    refusesBob(bearer);
    SERVERS.services().flushAll();
    refusesBob(bearer);
    assertThat(Await.until(() -> mod.get(one, "api/restrictions").body().contains(bobsId), LIMIT))
        .isTrue();
    assertThat(mod.change(two, "DELETE", restriction(), null).statusCode()).isEqualTo(202);
    assertThat(Await.until(() -> before.get(two, "api/channels").statusCode() == 200, LIMIT))
        .isTrue();
    assertThat(status(before.post(two, message("with the old session")))).isEqualTo(401);
    assertThat(status(post(Account.of(Person.BOB, one), "sorry"))).isEqualTo(202);
  }

  private void refusesBob(String... bearer) {
    for (var board : List.of(one, two)) {
      assertThat(Await.until(() -> bob.get(board, "api/channels").statusCode() == 403, LIMIT))
          .isTrue();
      assertThat(Board.json(bob.get(board, "api/messages")).getString("detail"))
          .isEqualTo("You are banned: Enough");
      assertThat(status(bob.post(board, message("more")))).isEqualTo(403);
      assertThat(board.get("api/channels", bearer).statusCode()).isEqualTo(403);
      assertThat(bob.session(board).getJsonObject("restriction").getString("reason"))
          .isEqualTo("Enough");
      assertThat(bob.session(board)).doesNotContainKey("name");
      assertThat(Board.location(new Account().signIn(Person.BOB, board, board, "")).getQuery())
          .isEqualTo("sign-in=banned");
      assertThat(Await.until(() -> board.get("api/channels").statusCode() == 200, LIMIT))
          .as("strangers")
          .isTrue();
    }
  }

  @Test
  void reportsAreReviewedAlsoOfWhatTheModeratorCannotSee() {
    var open = posted(bob, "rude words");
    var room = privateChannel();
    var hidden = posted(bob, room, "ruder words");
    var unreported = posted(bob, room, "planted and not reported");
    assertThat(mod.change(one, "DELETE", "api/messages/" + hidden, null).statusCode())
        .isEqualTo(404);
    assertThat(report(mod, hidden)).as("not for him").isEqualTo(404);
    try (var mods = mod.stream(one, "", "");
        var adas = ada.stream(one, "", "")) {
      assertThat(report(ada, open)).isEqualTo(202);
      assertThat(report(ada, open)).isEqualTo(202);
      assertThat(report(ada, hidden)).isEqualTo(202);
      mods.await(got -> got.stream().filter(e -> e.type().equals("reported")).count() == 2, LIMIT);
      var reports = reports("");
      assertThat(reports).hasSize(2);
      assertThat(reports.get(0).getJsonObject("message").getString("content"))
          .isEqualTo("ruder words");
      assertThat(reports.get(0).getString("person")).isEqualTo(bobsId);
      assertThat(reports.get(0).getString("by")).isEqualTo("Ada Lovelace");
      assertThat(decide(ada, reports.get(0), "dismissed")).isEqualTo(403);
      assertThat(decide(mod, reports.get(0), "removed")).isEqualTo(202);
      assertThat(decide(mod, reports.get(1), "dismissed")).isEqualTo(202);
      mods.await(got -> got.stream().filter(e -> e.type().equals("closed")).count() == 2, LIMIT);
      assertThat(
              Await.until(
                  () -> ada.get(one, "api/messages/" + hidden).body().contains("deletedBy"), LIMIT))
          .isTrue();
      posted(ada, "the end");
      adas.await(got -> got.stream().anyMatch(e -> e.data().contains("the end")), LIMIT);
      assertThat(adas.events().toString())
          .contains("\"type\":\"deleted\"")
          .doesNotContain("reported", "closed", ChannelName.MODERATION);
      assertThat(mods.events().toString()).doesNotContain(room, "ruder", unreported);
    }
    assertThat(reports("")).isEmpty();
    var closed = reports("?closed=true");
    assertThat(closed).hasSizeGreaterThanOrEqualTo(2);
    assertThat(closed.get(0).getJsonObject("message"))
        .containsKey("deletedBy")
        .doesNotContainKey("content");
    assertThat(closed.get(1).getJsonObject("closed").getString("outcome")).isEqualTo("dismissed");
    var audit = mod.get(two, "api/audit?limit=2");
    assertThat(Board.json(audit).getString("next")).isNotEmpty();
    assertThat(mod.get(two, "api/audit").body())
        .contains("\"closed\"")
        .doesNotContain(room, "planted");
    for (var path : List.of("api/audit", "api/reports", "api/restrictions")) {
      assertThat(ada.get(one, path).statusCode()).as(path).isEqualTo(403);
      assertThat(one.get(path).statusCode()).as(path).isEqualTo(403);
    }
  }

  @Test
  void nobodyRestrictsThemselvesOrAModeratorOrSomebodyUnknown() {
    var mods = mod.session(one).getString("person");
    assertThat(restrict(mod, mods, "muted")).isEqualTo(409);
    assertThat(restrict(mod, "AAAAAAAAAAAAAAAA", "muted")).isEqualTo(404);
    assertThat(restrict(mod, bobsId, "hanged")).isEqualTo(400);
    assertThat(restrict(ada, bobsId, "muted")).isEqualTo(403);
    var past =
        Json.createObjectBuilder(body("muted", null, "x")).add("until", "2020-01-01T00:00:00Z");
    assertThat(mod.change(one, "PUT", restriction(), past.build()).statusCode()).isEqualTo(400);
    var other =
        SERVERS
            .provider()
            .token(
                "mod2",
                OpenIdProvider.CLIENT,
                Map.of("name", "Mona", "groups", List.of(OpenIdProvider.MODERATORS)),
                Duration.ofHours(1));
    var session = one.get("api/session", "Authorization", "Bearer " + other);
    var person = Board.json(session).getString("person");
    assertThat(Await.until(() -> restrict(mod, person, "banned") == 409, LIMIT)).isTrue();
  }

  /** Whatever won, Redis read from Kafka again says the same. */
  @Test
  void whatRacedEndsAlikeAfterTheLossOfRedis() {
    posted(ada, "first");
    var posts = new ArrayList<CompletableFuture<Integer>>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      posts.add(
          CompletableFuture.supplyAsync(
              () -> status(post(number % 2 == 0 ? ada : bob, "x" + number))));
      if (i == 6) {
        posts.add(CompletableFuture.supplyAsync(() -> restrict("banned", null, "Enough")));
      }
      if (i == 9) {
        posts.add(CompletableFuture.supplyAsync(() -> set(mod, "locked", JsonValue.TRUE)));
      }
    }
    posts.forEach(CompletableFuture::join);
    assertThat(Await.until(() -> mod.get(one, "api/restrictions").body().contains(bobsId), LIMIT))
        .isTrue();
    assertThat(Await.until(() -> status(post(ada, "too late")) == 403, LIMIT)).isTrue();
    var before = state();
    assertThat(before).contains("first", "\"locked\":true", bobsId).doesNotContain("too late");
    SERVERS.services().flushAll();
    assertThat(Await.until(() -> state().equals(before), LIMIT)).as(before).isTrue();
  }

  private String state() {
    var pages =
        Stream.of(
                "api/messages?channel=" + channel,
                "api/channels",
                "api/restrictions",
                "api/reports?closed=true")
            .map(path -> mod.get(one, path).body());
    return Stream.concat(pages, acts())
        .collect(Collectors.joining())
        .replaceAll("\"(position|next)\":\"[^\"]*\"", "");
  }

  /** Acts have an order of their own only within a channel: a rebuild may change any other. */
  private Stream<String> acts() {
    var answer = mod.get(one, "api/audit");
    return answer.statusCode() == 200
        ? Board.json(answer).getJsonArray("entries").stream().map(JsonValue::toString).sorted()
        : Stream.of(answer.body());
  }

  private String restriction() {
    return "api/people/" + bobsId + "/restriction";
  }

  private int restrict(String kind, Instant until, String reason) {
    return mod.change(one, "PUT", restriction(), body(kind, until, reason)).statusCode();
  }

  private int restrict(Account who, String person, String kind) {
    var path = "api/people/" + person + "/restriction";
    return who.change(one, "PUT", path, body(kind, null, "x")).statusCode();
  }

  private static JsonObject body(String kind, Instant until, String reason) {
    var json = Json.createObjectBuilder().add("kind", kind).add("reason", reason);
    return until == null ? json.build() : json.add("until", until.toString()).build();
  }

  private int set(Account who, String member, JsonValue value) {
    var json = Json.createObjectBuilder().add(member, value).build();
    return who.change(one, "PUT", "api/channels/" + channel, json).statusCode();
  }

  private String title() {
    return Board.json(two.get("api/channels")).getJsonArray("channels").stream()
        .map(JsonValue::asJsonObject)
        .filter(json -> json.getString("name").equals(channel))
        .findFirst()
        .orElseThrow()
        .getString("title", null);
  }

  private List<String> pins(Board board) {
    return Board.json(board.get("api/channels/" + channel + "/pins"))
        .getJsonArray("messages")
        .stream()
        .map(message -> message.asJsonObject().getString("id"))
        .toList();
  }

  private int react(Account who, String id) {
    var path = "api/messages/" + id + "/reactions/%F0%9F%91%8D";
    return who.change(one, "PUT", path, Json.createObjectBuilder().build()).statusCode();
  }

  private int edit(Account who, String id) {
    var body = Json.createObjectBuilder().add("content", "x").build();
    return who.change(two, "PUT", "api/messages/" + id, body).statusCode();
  }

  private int report(Account who, String id) {
    var body = Json.createObjectBuilder().add("reason", "Rude").build();
    return who.change(two, "POST", "api/messages/" + id + "/reports", body).statusCode();
  }

  private int decide(Account who, JsonObject report, String outcome) {
    var body = Json.createObjectBuilder().add("outcome", outcome).build();
    return who.change(two, "PUT", "api/reports/" + report.getString("id"), body).statusCode();
  }

  private List<JsonObject> reports(String query) {
    return Board.json(mod.get(one, "api/reports" + query))
        .getJsonArray("reports")
        .getValuesAs(JsonObject.class);
  }

  private String privateChannel() {
    var adasId = ada.session(one).getString("person");
    var body =
        Json.createObjectBuilder()
            .add("title", "planted")
            .add("members", Json.createArrayBuilder().add(adasId))
            .build();
    var created =
        new Object() {
          HttpResponse<String> answer;
        };
    assertThat(
            Await.until(
                () -> {
                  created.answer = bob.change(two, "POST", "api/channels", body);
                  return created.answer.statusCode() == 202;
                },
                LIMIT))
        .isTrue();
    var name = Board.json(created.answer).getString("name");
    assertThat(Await.until(() -> bob.get(two, "api/channels").body().contains(name), LIMIT))
        .isTrue();
    return name;
  }

  private JsonObject message(String content) {
    return Board.message("", content, channel);
  }

  private HttpResponse<String> post(Account who, String content) {
    return who.post(two, message(content));
  }

  private static int status(HttpResponse<String> answer) {
    return answer.statusCode();
  }

  private String posted(Account who, String content) {
    return posted(who, channel, content);
  }

  /** Posts a message, and waits until both servers show it. */
  private String posted(Account who, String where, String content) {
    var answer = who.post(two, Board.message("", content, where));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    var id = Board.json(answer).getString("id");
    var path = "api/messages/" + id;
    assertThat(Await.until(() -> who.get(one, path).statusCode() == 200, LIMIT)).isTrue();
    return id;
  }
}
