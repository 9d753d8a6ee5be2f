package org.messageboard.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.CookieHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.messageboard.dev.Await;
import org.messageboard.dev.OpenIdProvider;
import org.messageboard.dev.OpenIdProvider.Person;

/** A phone at one server and a desk at another, of the same person. */
@Tag("services")
class ReadMarksIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MESSAGES = 9;

  @RegisterExtension static final SignedInServers SERVERS = new SignedInServers();

  private final BoardServer one = SERVERS.one();
  private final BoardServer two = SERVERS.two();
  private final String channel = "read-" + UUID.randomUUID().toString().substring(0, 8);
  private final List<String> ids = new ArrayList<>();
  private Account phone;
  private Account desk;

  @BeforeEach
  void post() {
    phone = Account.of(Person.ADA, two.board());
    desk = Account.of(Person.ADA, one.board());
    for (int i = 0; i < MESSAGES; i++) {
      var posted = desk.post(one.board(), Board.message("Ada", "message " + i, channel));
      assertThat(posted.statusCode()).isEqualTo(202);
      ids.add(Board.json(posted).getString("id"));
    }
    assertThat(Await.until(() -> known(two) && known(one), LIMIT)).isTrue();
    // At a new board's first request the marks are still to be read from Kafka
    assertThat(Await.until(() -> isBack(one), LIMIT)).isTrue();
  }

  private boolean known(BoardServer server) {
    return server.board().history("?channel=" + channel).size() == MESSAGES;
  }

  @Test
  void readOnThePhoneIsReadOnTheDeskAtOnceAndForNobodyElse() {
    var bob = Account.of(Person.BOB, one.board());
    try (var deskStream = stream(desk, one);
        var bobStream = stream(bob, one)) {
      var answer = read(phone, two, 4);
      assertThat(answer.statusCode()).isEqualTo(200);
      var mark = Board.json(answer);
      assertThat(mark.getString("id")).isEqualTo(ids.get(3));
      assertThat(mark.getInt("count")).isEqualTo(4);
      assertThat(mark.getString("channel")).isEqualTo(channel);
      var events = deskStream.await(e -> e.stream().anyMatch(x -> isRead(x)), LIMIT);
      var event = events.stream().filter(ReadMarksIT::isRead).findFirst().orElseThrow();
      assertThat(Board.json(event.data())).isEqualTo(mark);
      assertThat(event.lastEventId()).doesNotContain(mark.getString("position"));
      assertThat(marks(desk, one)).contains(mark);
      // What comes after it is delivered as ever
      desk.post(one.board(), Board.message("Ada", "after", channel));
      assertThat(bobStream.await(e -> e.stream().anyMatch(x -> x.data().contains("after")), LIMIT))
          .noneMatch(ReadMarksIT::isRead);
      deskStream.await(e -> e.stream().anyMatch(x -> x.data().contains("after")), LIMIT);
    }
    assertThat(marks(bob, two)).isEmpty();
  }

  /** Over a WebSocket as over the stream, until the session ends. */
  @Test
  void aWebSocketMovesMarksAndHearsOfThemAndEndsWithItsSession() {
    var own = one.board().uri().toString().replaceFirst("/$", "");
    try (var socket =
        SocketClient.connect(one.board(), "", "Cookie", desk.cookie(), "Origin", own)) {
      var mark = Board.json(read(phone, two, 4));
      socket.awaitThat(() -> socket.ofType("read").findAny().isPresent(), LIMIT);
      var heard = Json.createObjectBuilder(mark).add("type", "read").build();
      assertThat(socket.ofType("read")).containsExactly(heard);
      var body = body(6).toString();
      var further = ",\"channel\":\"" + channel + "\"";
      var moved = socket.ask("read", body.substring(1, body.length() - 1) + further);
      assertThat(moved.getInt("status")).isEqualTo(200);
      assertThat(moved.getJsonObject("body").getInt("count")).isEqualTo(6);
      var post = "\"content\":\"in my own name\",\"channel\":\"" + channel + "\"";
      assertThat(socket.ask("post", post).getJsonObject("body").getString("author"))
          .isEqualTo(desk.session(one.board()).getString("name"));
      desk.change(one.board(), "POST", "api/sign-out", null);
      socket.awaitThat(() -> socket.closeCode() != 0, LIMIT);
      assertThat(socket.closeCode()).isEqualTo(3000);
      assertThat(socket.ofType("session")).hasSize(1);
    }
    try (var nobody = SocketClient.connect(one.board(), "")) {
      assertThat(nobody.ask("post", "\"content\":\"x\"").getInt("status")).isEqualTo(401);
    }
  }

  @Test
  void aMarkNeverMovesBackwardsWhicheverServerIsAsked() {
    read(phone, two, 7);
    for (var server : List.of(one, two)) {
      var behind = Board.json(read(desk, server, 2));
      assertThat(behind.getString("id")).isEqualTo(ids.get(6));
      assertThat(own(desk, server)).isEqualTo(behind);
    }
    assertThat(Board.json(read(desk, one, 8)).getString("id")).isEqualTo(ids.get(7));
    assertThat(own(phone, two).getInt("count")).isEqualTo(8);
  }

  @Test
  void marksSurviveTheLossOfRedisAndARebuildInWhichPositionsChange() {
    var before = Board.json(read(phone, two, 7));
    SERVERS.services().redis.kill();
    assertThat(desk.get(one.board(), "api/read-marks").statusCode()).isEqualTo(503);
    assertThat(read(phone, two, 8).statusCode()).isEqualTo(503);
    SERVERS.services().redis.start();
    assertThat(Await.until(() -> isBack(one) && isBack(two), LIMIT)).isTrue();
    assertThat(own(desk, one)).isEqualTo(before);
    SERVERS.services().flushAll();
    // A page that has slept sends an old mark as soon as it can
    assertThat(Await.until(() -> read(phone, two, 2).statusCode() == 200, LIMIT)).isTrue();
    var after = own(desk, one);
    assertThat(after.getString("id")).isEqualTo(ids.get(6));
    assertThat(after.getInt("count")).isEqualTo(7);
    assertThat(after.getString("position").split(":")[0])
        .isNotEqualTo(before.getString("position").split(":")[0]);
    assertThat(Board.json(read(desk, one, 9)).getString("id")).isEqualTo(ids.get(8));
  }

  private boolean isBack(BoardServer server) {
    return desk.get(server.board(), "api/read-marks").statusCode() == 200;
  }

  @Test
  void whoMayOnlyReadHasMarksToo() {
    var claims = Map.<String, Object>of("name", "Rita", "groups", List.of());
    var token =
        SERVERS.provider().token("rita", OpenIdProvider.CLIENT, claims, Duration.ofHours(1));
    var bearer = new String[] {"Authorization", "Bearer " + token};
    var path = "api/read-marks/" + channel;
    assertThat(one.board().change("PUT", path, body(5), bearer).statusCode()).isEqualTo(200);
    assertThat(one.board().postOnce(Board.message("Rita", "x", channel), bearer).statusCode())
        .isEqualTo(403);
    assertThat(two.board().get("api/read-marks", bearer).body()).contains(ids.get(4));
  }

  @Test
  void aMarkNeedsSomebodyWhoHasSignedInAndAMessageOfTheBoard() {
    assertThat(one.board().change("PUT", "api/read-marks/" + channel, body(1)).statusCode())
        .isEqualTo(401);
    assertThat(one.board().get("api/read-marks").statusCode()).isEqualTo(403);
    var nobody = Json.createObjectBuilder().add("id", UUID.randomUUID().toString()).add("count", 1);
    var path = "api/read-marks/" + channel;
    assertThat(desk.change(one.board(), "PUT", path, nobody.build()).statusCode()).isEqualTo(404);
    assertThat(desk.change(one.board(), "PUT", "api/read-marks/NO", body(1)).statusCode())
        .isEqualTo(400);
    var wrong = Json.createObjectBuilder().add("id", "x").add("count", -1).build();
    var refused = Board.json(desk.change(one.board(), "PUT", path, wrong));
    assertThat(refused.getJsonArray("errors").getValuesAs(JsonObject.class))
        .extracting(error -> error.getString("field"))
        .containsExactly("id", "count");
  }

  private HttpResponse<String> read(Account account, BoardServer server, int messages) {
    return account.change(server.board(), "PUT", "api/read-marks/" + channel, body(messages));
  }

  private JsonObject body(int messages) {
    var body = Json.createObjectBuilder().add("id", ids.get(messages - 1)).add("count", messages);
    return body.build();
  }

  private static List<JsonObject> marks(Account account, BoardServer server) {
    var answer = Board.json(account.get(server.board(), "api/read-marks"));
    return answer.getJsonArray("marks").getValuesAs(JsonObject.class);
  }

  /** The mark of the test's channel. */
  private JsonObject own(Account account, BoardServer server) {
    return marks(account, server).stream()
        .filter(mark -> mark.getString("channel").equals(channel))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isRead(SseEvent event) {
    return event.type().equals("read");
  }

  private SseClient stream(Account account, BoardServer server) {
    var cookies = Map.of("Cookie", List.of(account.cookie()));
    var handler =
        new CookieHandler() {
          @Override
          public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
            return cookies;
          }

          @Override
          public void put(URI uri, Map<String, List<String>> headers) {}
        };
    var http = HttpClient.newBuilder().cookieHandler(handler).build();
    return new Board(server.board().uri(), http).stream("?channel=" + channel, "");
  }
}
