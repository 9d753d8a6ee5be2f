package org.messageboard.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.dev.Await;

/** Who is who, and what other sites' pages cannot do. */
class AccountsIT extends DeployedBoard {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final String channel = "accounts-" + UUID.randomUUID().toString().substring(0, 8);
  private final String id = UUID.randomUUID().toString();

  @ParameterizedTest
  @ValueSource(strings = {"", "index.html", "?channel=general"})
  void thePageBringsAFirstVisitACookieThatNoCacheKeeps(String address) {
    var page = board.get(address);
    assertThat(Guest.cookies(page))
        .singleElement()
        .asString()
        .matches("board-guest=g1\\.[^;]+; Max-Age=31536000; HttpOnly; SameSite=Lax");
    // Liberty adds to it
    assertThat(page.headers().firstValue("Cache-Control").orElseThrow()).startsWith("no-store");
    var guest = Guest.of(board);
    var again = guest.get(board, address);
    assertThat(Guest.cookies(again)).isEmpty();
    assertThat(again.headers().allValues("Cache-Control")).containsExactly("no-cache");
  }

  @Test
  void guestsHaveNoReadMarksOnTheServer() {
    var guest = Guest.of(board);
    assertThat(guest.get(board, "api/read-marks").statusCode()).isEqualTo(403);
    var mark = Json.createObjectBuilder().add("id", id).add("count", 1).build();
    assertThat(guest.change(board, "PUT", "api/read-marks/general", mark).statusCode())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, messages/%s/pin",
    "DELETE, messages/%s/pin",
    "GET, channels/general/pins",
    "POST, messages/%s/reports",
    "PUT, people/AAAAAAAAAAAAAAAA/restriction",
    "DELETE, people/AAAAAAAAAAAAAAAA/restriction",
    "GET, restrictions",
    "GET, reports",
    "PUT, reports/%s",
    "GET, audit",
    "GET, webhooks",
    "POST, webhooks",
    "DELETE, webhooks/%s",
    "POST, webhooks/%s"
  })
  void amongGuestsNobodyModerates(String method, String path) {
    var body = method.equals("GET") ? null : Json.createObjectBuilder().add("reason", "x").build();
    var answer = Guest.of(board).change(board, method, "api/" + path.formatted(id), body);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(Board.json(answer).getString("detail")).containsPattern("sign(ed)? in");
  }

  @ParameterizedTest
  @CsvSource({"locked, true", "title, '\"News\"'"})
  void amongGuestsNobodyLocksOrRenamesAChannel(String member, String value) {
    var guest = Guest.of(board);
    assertThat(guest.post(board, message("first"), id).statusCode()).isEqualTo(202);
    assertThat(Await.until(() -> board.history("?channel=" + channel).size() == 1, LIMIT)).isTrue();
    var body = Board.json("{\"author\":\"Ada\",\"" + member + "\":" + value + "}");
    assertThat(guest.change(board, "PUT", "api/channels/" + channel, body).statusCode())
        .isEqualTo(403);
  }

  @Test
  void aBrowserThatHasThePageGetsItAnewTogetherWithACookie() {
    var tag = board.get("").headers().firstValue("ETag").orElseThrow();
    assertThat(board.get("", "If-None-Match", tag).statusCode()).isEqualTo(200);
    var cookie = Guest.of(board).cookie();
    var known = board.get("", "If-None-Match", tag, "Cookie", cookie);
    assertThat(known.statusCode()).isEqualTo(304);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"js/main.js", "favicon.svg", "api/messages", "api/channels", "metrics", "nothing"})
  void nothingElseBringsACookie(String address) {
    assertThat(Guest.cookies(board.get(address))).isEmpty();
    assertThat(Guest.cookies(board.post("Ada", "without a cookie"))).isEmpty();
  }

  @Test
  void onlyItsOwnerReadsThatAMessageIsItsOwn() {
    var guest = Guest.of(board);
    assertThat(guest.post(board, message("owned"), id).statusCode()).isEqualTo(202);
    assertThat(board.post(message("nobody's")).statusCode()).isEqualTo(202);
    assertThat(Await.until(() -> board.history("?channel=" + channel).size() == 2, LIMIT)).isTrue();
    assertThat(mines(guest)).containsExactly("owned");
    assertThat(mines(Guest.of(board))).isEmpty();
    assertThat(mines(new Guest("board-guest=" + tampered(guest)))).isEmpty();
    var one = "api/messages/" + id;
    assertThat(Board.json(guest.get(board, one)).keySet())
        .containsExactly("position", "id", "channel", "author", "content", "timestamp", "mine");
    assertThat(board.get(one).body()).isNotEmpty().doesNotContain("mine");
  }

  @Test
  void aCookieOfAnotherBoardBesideItDoesNoHarm() {
    var guest = Guest.of(board);
    var both = new Guest("board-guest=g1.other; a=b; " + guest.cookie());
    both.post(board, message("owned"), id);
    assertThat(Await.until(() -> !board.history("?channel=" + channel).isEmpty(), LIMIT)).isTrue();
    assertThat(mines(guest)).containsExactly("owned");
  }

  @Test
  void aCookieWithoutAProofOfTheOriginOwnsNothing() {
    var guest = Guest.of(board);
    var answer = board.postOnce(message("by a script"), "Cookie", guest.cookie());
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(Await.until(() -> !board.history("?channel=" + channel).isEmpty(), LIMIT)).isTrue();
    assertThat(mines(guest)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "Origin, https://evil.example",
    "Origin, null"
  })
  void whatAnotherSitesPageSendsIsRefusedWithAndWithoutACookie(String header, String value) {
    var guest = Guest.of(board);
    for (var cookie : List.of("a=b", guest.cookie())) {
      var refused = board.postOnce(message("forged"), header, value, "Cookie", cookie);
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(Board.json(refused).getString("detail")).startsWith("Another site's page");
    }
    assertThat(board.get("api/channels", header, value).statusCode()).isEqualTo(200);
    board.post(message("after"));
    assertThat(Await.until(() -> !board.history("?channel=" + channel).isEmpty(), LIMIT)).isTrue();
    assertThat(board.history("?channel=" + channel)).hasSize(1);
  }

  @Test
  void theBoardsOwnOriginIsAProof() {
    var guest = Guest.of(board);
    var origin = board.uri().toString().replaceFirst("/$", "");
    var answer = board.postOnce(message("x"), "Origin", origin, "Cookie", guest.cookie());
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(Await.until(() -> mines(guest).equals(List.of("x")), LIMIT)).isTrue();
  }

  @Test
  void aKeyOfSomebodyElseIsRefusedAlsoForTheSameMessage() {
    var guest = Guest.of(board);
    assertThat(guest.post(board, message("x"), id).statusCode()).isEqualTo(202);
    var other = Guest.of(board);
    assertThat(other.post(board, message("x"), id).statusCode()).isEqualTo(422);
    assertThat(Await.until(() -> mines(guest).equals(List.of("x")), LIMIT)).isTrue();
    assertThat(other.post(board, message("x"), id).statusCode()).isEqualTo(422);
    assertThat(guest.post(board, message("x"), id).statusCode()).isEqualTo(202);
    assertThat(board.history("?channel=" + channel)).hasSize(1);
  }

  @Test
  void nobodySignsInOrOut() {
    assertThat(board.get("api/session").body()).isEqualTo("{\"mode\":\"guest\"}");
    for (var path : List.of("api/sign-in", "api/sign-in/callback?code=x")) {
      assertThat(board.get(path).statusCode()).isEqualTo(404);
    }
    assertThat(board.change("POST", "api/sign-out", null).statusCode()).isEqualTo(404);
    var token = board.get("api/channels", "Authorization", "Bearer x");
    assertThat(token.statusCode()).isEqualTo(200);
  }

  private static String tampered(Guest guest) {
    var value = guest.cookie().substring("board-guest=".length());
    var c = value.charAt(5) == 'A' ? 'B' : 'A';
    return value.substring(0, 5) + c + value.substring(6);
  }

  /** Contents of the channel's messages that this guest reads as its own. */
  private List<String> mines(Guest guest) {
    var page = Board.json(guest.get(board, "api/messages?channel=" + channel));
    return page.getJsonArray("messages").getValuesAs(JsonObject.class).stream()
        .filter(message -> message.getBoolean("mine", false))
        .map(message -> message.getString("content"))
        .toList();
  }

  private JsonObject message(String content) {
    return Board.message("Ada", content, channel);
  }
}
