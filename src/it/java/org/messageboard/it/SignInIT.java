package org.messageboard.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.OpenApiTest;
import org.messageboard.board.ChannelName;
import org.messageboard.dev.Await;
import org.messageboard.dev.ChildProcess;
import org.messageboard.dev.OpenIdProvider;
import org.messageboard.dev.OpenIdProvider.Person;
import org.messageboard.dev.Ports;

/**
 * Two servers at which people sign in: everybody may read at the one, only who has signed in at the
 * other.
 */
class SignInIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration HOUR = Duration.ofHours(1);

  /** As a proxy before both servers says. */
  private static final String[] PROXY = {"X-Forwarded-Host", "board.example"};

  @TempDir static Path directory;

  private static OpenIdProvider provider;
  private static BoardServer openServer;
  private static BoardServer closedServer;
  private static Board open;
  private static Board closed;

  private final String channel = "sign-in-" + UUID.randomUUID().toString().substring(0, 8);

  /** The servers start before the provider does. */
  @BeforeAll
  static void start() throws IOException {
    int port = Ports.free();
    openServer = server("open", port, "public");
    closedServer = server("closed", port, "signed-in");
    ChildProcess.startAll(List.of(openServer, closedServer));
    open = openServer.board();
    closed = closedServer.board();
    var away = open.get("api/sign-in");
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(away.headers().firstValue("Retry-After")).isPresent();
    assertThat(Board.json(away).getString("detail")).contains("the provider does not answer");
    assertThat(Await.until(() -> openServer.says("cannot be used (Connection refused)"), LIMIT))
        .isTrue();
    assertThat(isReachable("false", 0)).isTrue();
    provider = new OpenIdProvider(directory, port);
    for (var board : List.of(open, closed)) {
      assertThat(Await.until(() -> board.get("api/sign-in").statusCode() == 303, LIMIT)).isTrue();
    }
    assertThat(isReachable("true", 1)).isTrue();
  }

  /** As the server's health and its metrics say. It is ready in any case. */
  private static boolean isReachable(String data, int metric) {
    var ready = open.get("health/ready");
    assertThat(ready.statusCode()).isEqualTo(200);
    return ready.body().contains("\"reachable\":" + data)
        && open.get("metrics")
            .body()
            .contains("\nmessageboard_openid_provider_reachable %s.0\n".formatted(metric));
  }

  private static BoardServer server(String name, int providerPort, String read) {
    return new BoardServer(
        "sign-in-" + name,
        Map.of(
            "AUTH_MODE",
            "oidc",
            "AUTH_OIDC_ISSUER",
            "http://localhost:" + providerPort + "/board",
            "AUTH_OIDC_CLIENT_ID",
            OpenIdProvider.CLIENT,
            "AUTH_ROLES_POSTER",
            "board-posters",
            "AUTH_ROLES_MODERATOR",
            OpenIdProvider.MODERATORS,
            "AUTH_SESSION_RENEW_SECONDS",
            "2",
            // Less than a logout token has
            "BOARD_BODY_MAX_BYTES",
            "400",
            "BOARD_READ",
            read));
  }

  @AfterAll
  static void stop() {
    closedServer.close();
    openServer.close();
    if (provider != null) {
      provider.close();
    }
  }

  @Test
  void aSignInThatBeginsAtOneServerEndsAtTheOtherAndBothKnowThePerson() {
    var ada = new Account();
    var begin = ada.get(open, "api/sign-in?return=" + encoded("#/c/general"), PROXY);
    assertThat(begin.statusCode()).isEqualTo(303);
    var toProvider = Board.location(begin);
    assertThat(toProvider.getRawQuery())
        .contains("code_challenge_method=S256", "code_challenge=", "state=", "nonce=")
        .contains("redirect_uri=http%3A%2F%2Fboard.example%2Fapi%2Fsign-in%2Fcallback");
    var answer = Account.answer(Person.ADA, toProvider);
    var end = ada.get(closed, "api/sign-in/callback?" + answer.getRawQuery(), PROXY);
    assertThat(end.statusCode()).isEqualTo(303);
    assertThat(end.headers().firstValue("Location")).contains("http://board.example/#/c/general");
    assertThat(cacheControl(end)).startsWith("no-store");
    assertThat(end.headers().allValues("Set-Cookie"))
        .anyMatch(
            c ->
                c.matches(
                    "board-session=[\\w-]+; Max-Age=43\\d{3}; Path=/; HttpOnly; SameSite=Lax"))
        .anyMatch(c -> c.startsWith("board-sign-in=; Max-Age=0; "));
    for (var board : List.of(open, closed)) {
      var session = ada.get(board, "api/session");
      assertThat(cacheControl(session)).startsWith("no-store");
      assertThat(Board.json(session))
          .containsEntry("name", Json.createValue("Ada Lovelace"))
          .containsEntry("roles", Json.createArrayBuilder(List.of("reader", "poster")).build())
          .containsKeys("mode", "read", "person", "renewAt", "expiresAt");
    }
    assertThat(ada.session(closed).getString("read")).isEqualTo("signed-in");
  }

  /** Liberty adds to it. */
  private static String cacheControl(HttpResponse<?> answer) {
    return answer.headers().firstValue("Cache-Control").orElse("");
  }

  @Test
  void aStrangerIsTold() {
    assertThat(Board.json(open.get("api/session")).toString())
        .isEqualTo("{\"mode\":\"oidc\",\"read\":\"public\"}");
    assertThat(Guest.cookies(open.get(""))).isEmpty();
  }

  @Test
  void overHttpsTheCookieIsForThisHostOnly() {
    var ada = new Account();
    String[] https = {"X-Forwarded-Proto", "https", "X-Forwarded-Host", "board.example"};
    var begin = ada.get(open, "api/sign-in", https);
    assertThat(Guest.cookies(begin))
        .singleElement()
        .asString()
        .matches(
            "__Host-board-sign-in=[\\w-]+; Max-Age=900; Path=/; HttpOnly; SameSite=Lax; Secure");
    var answer = Account.answer(Person.ADA, Board.location(begin));
    var end = ada.get(open, "api/sign-in/callback?" + answer.getRawQuery(), https);
    assertThat(Guest.cookies(end)).anyMatch(c -> c.startsWith("__Host-board-session="));
    assertThat(Board.json(ada.get(open, "api/session", https))).containsKey("name");
    assertThat(ada.session(open)).doesNotContainKey("name");
  }

  @Test
  void theAuthorIsThePersonWhateverTheBodySays() {
    var ada = Account.of(Person.ADA, open);
    var posted = ada.post(closed, Board.message("Mallory", "forged", channel));
    assertThat(posted.statusCode()).isEqualTo(202);
    assertThat(Board.json(posted).getString("author")).isEqualTo("Ada Lovelace");
    var without =
        Json.createObjectBuilder().add("content", "short").add("channel", channel).build();
    assertThat(Board.json(ada.post(open, without)).getString("author")).isEqualTo("Ada Lovelace");
    awaitMessages(2);
    var id = Board.json(posted).getString("id");
    assertThat(ada.get(open, "api/messages/" + id).body()).contains("\"mine\":true");
    var edit = Json.createObjectBuilder().add("content", "edited").build();
    assertThat(
            Account.of(Person.BOB, open)
                .change(open, "PUT", "api/messages/" + id, edit)
                .statusCode())
        .isEqualTo(403);
    assertThat(ada.change(open, "PUT", "api/messages/" + id, edit).statusCode()).isEqualTo(202);
    var reaction = ada.change(open, "PUT", "api/messages/" + id + "/reactions/%F0%9F%91%8D", edit);
    assertThat(reaction.statusCode()).isEqualTo(202);
  }

  @Test
  void onlyAModeratorSetsATopic() {
    var ada = Account.of(Person.ADA, open);
    ada.post(open, Board.message("", "first", channel));
    awaitMessages(1);
    var topic = Json.createObjectBuilder().add("topic", "What we do").build();
    var path = "api/channels/" + channel;
    assertThat(ada.change(open, "PUT", path, topic).statusCode()).isEqualTo(403);
    var mod = Account.of(Person.MOD, closed);
    assertThat(mod.change(open, "PUT", path, topic).statusCode()).isEqualTo(202);
  }

  @Test
  void aModeratorMendsADeadLetterOnce() throws Exception {
    var broken =
        Json.createObjectBuilder()
            .add("id", UUID.randomUUID().toString())
            .add("channel", channel)
            .add("author", "Ada")
            .add("timestamp", "2026-01-01T00:00:00Z")
            .build();
    new BoardTopic(EmbeddedServices.kafka().bootstrapServers())
        .append(List.of(BoardTopic.record(channel, broken.toString())));
    var mod = Account.of(Person.MOD, open);
    assertThat(Await.until(() -> letters(mod).size() == 1, LIMIT)).isTrue();
    var letter = letters(mod).get(0);
    assertThat(letter.getString("reason")).isEqualTo("/content is missing.");
    assertThat(letter.getString("value")).isEqualTo(broken.toString());
    var path = "api/dead-letters/" + letter.getString("id");
    var mended = Json.createObjectBuilder(broken).add("content", "mended").build();
    var secret = Json.createObjectBuilder(mended).add("channel", "p-" + "0".repeat(32)).build();
    var ada = Account.of(Person.ADA, open);
    assertThat(ada.get(open, "api/dead-letters").statusCode()).isEqualTo(403);
    assertThat(answer(ada, "POST", path, mended)).isEqualTo(403);
    assertThat(answer(ada, "DELETE", path, mended)).isEqualTo(403);
    assertThat(answer(mod, "POST", path, secret)).isEqualTo(403);
    assertThat(answer(mod, "POST", path, broken)).isEqualTo(422);
    assertThat(answer(mod, "POST", path + "9999", mended)).isEqualTo(404);
    assertThat(answer(mod, "POST", path, mended)).isEqualTo(202);
    assertThat(answer(mod, "POST", path, mended)).isEqualTo(409);
    assertThat(answer(mod, "DELETE", path, mended)).isEqualTo(409);
    assertThat(letters(mod)).isEmpty();
    awaitMessages(1);
  }

  private int answer(Account account, String method, String path, JsonObject value) {
    var body = Json.createObjectBuilder().add("value", value).build();
    return account.change(open, method, path, body).statusCode();
  }

  /** Of this test's channel. */
  private List<JsonObject> letters(Account account) {
    return Board.json(account.get(open, "api/dead-letters"))
        .getJsonArray("letters")
        .getValuesAs(JsonObject.class)
        .stream()
        .filter(letter -> letter.getString("channel", "").equals(channel))
        .toList();
  }

  /** Whoever adds an operation has to think about this. */
  @Test
  void aStrangerReadsNothingWhereOnlyWhoHasSignedInMayAndWritesNothingAnywhere() {
    var document = OpenApiTest.document().getJsonObject("paths");
    assertThat(document).hasSizeGreaterThan(11);
    document.forEach(
        (path, operations) ->
            operations.asJsonObject().keySet().stream()
                .filter(method -> !path.matches("/api/(session|sign-.*)"))
                // For who has a webhook's token, whoever that is
                .filter(method -> !(method + path).equals("post/api/webhooks/{id}"))
                .forEach(method -> refuses(method, path)));
    refuses("get", "/api/messages/socket");
  }

  private void refuses(String method, String template) {
    boolean reads = method.equals("get");
    var path =
        template
            .substring(1)
            .replace("{id}", UUID.randomUUID().toString())
            .replace("{emoji}", "%F0%9F%91%8D")
            .replace("{name}", channel)
            .replace("{channel}", channel)
            .replace("{person}", "AAAAAAAAAAAAAAAA");
    var servers = reads ? List.of(closed) : List.of(closed, open);
    for (var board : servers) {
      var body = reads ? null : Board.message("Ada", "x", channel);
      var refused = board.change(method.toUpperCase(Locale.ROOT), path, body);
      assertThat(refused.statusCode()).as(method + path).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
      assertThat(Board.json(refused).getString("detail")).isEqualTo("Sign in first.");
    }
    if (reads && !template.matches(".*/(stream|socket)")) {
      assertThat(open.get(path).statusCode()).as(path).isIn(200, 403, 404);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api/messages;x",
        "api/messages/",
        "api//messages",
        "api/%6Dessages",
        "api/session/../messages",
        "api/session/%2E%2E/messages",
        "api/session;/../messages",
        "api/sign-in/..;/messages",
        "api/session%2F..%2Fmessages",
        "api;x/messages",
        "api/channels?x=/session",
        "%61pi/messages"
      })
  void noOtherSpellingOfAnAddressHelps(String path) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(closed.uri() + path)).build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isIn(400, 401, 404);
    assertThat(answer.body()).doesNotContain("\"messages\"", "\"channels\"");
  }

  @Test
  void thePageItselfIsThereForEverybody() {
    for (var path : List.of("", "js/main.js", "favicon.svg", "signed-in.html", "js/signed-in.js")) {
      assertThat(closed.get(path).statusCode()).as(path).isEqualTo(200);
    }
  }

  @Test
  void noOtherSiteWritesAndACookieAloneIsNoProof() {
    var ada = Account.of(Person.ADA, open);
    var message = Board.message("Ada", "forged", channel);
    for (var header : List.of("Sec-Fetch-Site=cross-site", "Origin=https://evil.example")) {
      var parts = header.split("=");
      var refused = open.postOnce(message, parts[0], parts[1], "Cookie", ada.cookie());
      assertThat(refused.statusCode()).isEqualTo(403);
      var signOut =
          open.change("POST", "api/sign-out", null, parts[0], parts[1], "Cookie", ada.cookie());
      assertThat(signOut.statusCode()).isEqualTo(403);
    }
    assertThat(open.postOnce(message, "Cookie", ada.cookie()).statusCode()).isEqualTo(401);
    open.change("POST", "api/sign-out", null, "Cookie", ada.cookie());
    assertThat(ada.session(open)).containsKey("name");
  }

  @Test
  void aMachineReadsAndPostsWithATokenOfTheProvider() {
    var claims = Map.<String, Object>of("name", "robot", "groups", List.of("board-posters"));
    var bearer = "Bearer " + provider.token("robot", OpenIdProvider.CLIENT, claims, HOUR);
    assertThat(closed.get("api/messages", "Authorization", bearer).statusCode()).isEqualTo(200);
    var posted =
        closed.postOnce(Board.message("Mallory", "by a machine", channel), "Authorization", bearer);
    assertThat(posted.statusCode()).isEqualTo(202);
    assertThat(Board.json(posted).getString("author")).isEqualTo("robot");
    assertThat(Board.json(closed.get("api/session", "Authorization", bearer))).containsKey("roles");
  }

  @Test
  void whoMayOnlyReadDoesNotPost() {
    var bearer = "Bearer " + provider.token("robot", OpenIdProvider.CLIENT, Map.of(), HOUR);
    assertThat(closed.get("api/messages", "Authorization", bearer).statusCode()).isEqualTo(200);
    var refused = closed.postOnce(Board.message("", "x", channel), "Authorization", bearer);
    assertThat(refused.statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "other, '', 3600",
    "message-board, https://other.example, 3600",
    "message-board, '', -120"
  })
  void aTokenThatIsNotValidIsRefusedAlsoWhereEverybodyMayRead(
      String audience, String issuer, long seconds) {
    var claims = new HashMap<String, Object>();
    if (!issuer.isEmpty()) {
      claims.put("iss", issuer);
    }
    refuses(provider.token("robot", audience, claims, Duration.ofSeconds(seconds)));
  }

  @Test
  void aTokenWithoutASignatureIsRefused() {
    var token = provider.token("robot", OpenIdProvider.CLIENT, Map.of(), HOUR);
    refuses("eyJhbGciOiJub25lIn0." + token.split("\\.")[1] + ".");
    refuses(token.substring(0, token.length() - 8) + "AAAAAAAA");
    refuses("nothing");
  }

  private static void refuses(String token) {
    for (var board : List.of(open, closed)) {
      var refused = board.get("api/messages", "Authorization", "Bearer " + token);
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate"))
          .contains("Bearer error=\"invalid_token\"");
    }
  }

  @Test
  void aSessionIsRenewedByAnyRequestAndItsCookieWithIt() {
    var ada = Account.of(Person.ADA, open);
    var first = ada.sessionCookie();
    assertThat(
            Await.until(
                () ->
                    !ada.get(closed, "api/messages?limit=1")
                        .headers()
                        .allValues("Set-Cookie")
                        .isEmpty(),
                LIMIT))
        .isTrue();
    assertThat(ada.sessionCookie()).isNotEqualTo(first);
    assertThat(ada.session(open)).containsKey("name");
  }

  @Test
  void whoSignsOutIsOutAtEveryServerAndTheStreamSaysSo() {
    var mod = Account.of(Person.MOD, open);
    var ada = Account.of(Person.ADA, open);
    var stolen = ada.copy();
    mod.post(open, Board.message("", "before", channel));
    awaitMessages(1);
    String last;
    try (var stream = stream(ada, "")) {
      mod.post(open, Board.message("", "while", channel));
      stream.await(events -> !events.isEmpty(), LIMIT);
      var answer = ada.change(open, "POST", "api/sign-out", null);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(Board.json(answer).getString("continue"))
          .startsWith(provider.issuer() + "/endsession?")
          .doesNotContain("id_token");
      assertThat(ada.sessionCookie()).isNull();
      var events = stream.await(e -> e.get(e.size() - 1).type().equals("session"), LIMIT);
      assertThat(events.get(events.size() - 1).data()).isEqualTo("{\"ended\":true}");
      assertThat(Await.until(() -> stream.state() == SseClient.State.CLOSED, LIMIT)).isTrue();
      assertThat(stream.toString()).contains("401");
      last = stream.lastEventId();
    }
    for (var board : List.of(open, closed)) {
      assertThat(stolen.session(board)).doesNotContainKey("name");
      assertThat(stolen.post(board, Board.message("", "x", channel)).statusCode()).isEqualTo(401);
    }
    goesOnWithoutAHole(mod, last);
  }

  private void goesOnWithoutAHole(Account mod, String last) {
    for (var content : List.of("first", "second")) {
      mod.post(open, Board.message("", content, channel));
    }
    awaitMessages(4);
    var again = Account.of(Person.ADA, closed);
    try (var stream = stream(again, last)) {
      mod.post(closed, Board.message("", "third", channel));
      var events = stream.await(e -> e.size() >= 3, LIMIT);
      assertThat(events)
          .extracting(event -> Board.json(event.data()).getString("content"))
          .containsExactly("first", "second", "third");
    }
  }

  /** The stream of the channel, at the server where only who has signed in reads. */
  private SseClient stream(Account account, String lastEventId) {
    return account.stream(closed, "?channel=" + channel, lastEventId);
  }

  @Test
  void theProviderSignsAPersonOut() {
    var mod = Account.of(Person.MOD, open);
    var event = Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of());
    var other = provider.token("mod", OpenIdProvider.CLIENT, Map.of(), HOUR);
    for (var wrong : List.of(other, "", "%", "a.b.c")) {
      assertThat(providerSignsOut(wrong)).isEqualTo(400);
    }
    assertThat(providerSignsOut("x".repeat(70_000))).isEqualTo(413);
    assertThat(mod.session(open)).containsKey("name");
    // A session that began in the same second is a later one
    assertThat(
            Await.until(
                () -> {
                  var claims = Map.<String, Object>of("events", event);
                  var token = provider.token("mod", OpenIdProvider.CLIENT, claims, HOUR);
                  return providerSignsOut(token) == 200 && !mod.session(closed).containsKey("name");
                },
                LIMIT))
        .isTrue();
    assertThat(Await.until(() -> !mod.session(open).containsKey("name"), LIMIT)).isTrue();
  }

  @Test
  void theTokenOfWhomTheProviderHasSignedOutIsRefused() {
    var session = Map.<String, Object>of("sid", "s-" + channel);
    var bearer = "Bearer " + provider.token("robot", OpenIdProvider.CLIENT, session, HOUR);
    assertThat(closed.get("api/messages", "Authorization", bearer).statusCode()).isEqualTo(200);
    var event = Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of());
    var claims = Map.<String, Object>of("events", event, "sid", "s-" + channel);
    var token = provider.token("nobody", OpenIdProvider.CLIENT, claims, HOUR);
    assertThat(providerSignsOut(token)).isEqualTo(200);
    assertThat(
            Await.until(
                () -> closed.get("api/messages", "Authorization", bearer).statusCode() == 401,
                LIMIT))
        .isTrue();
  }

  private static int providerSignsOut(String token) {
    var request =
        HttpRequest.newBuilder(open.uri().resolve("api/sign-out/provider"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("logout_token=" + token))
            .build();
    return HttpClient.newHttpClient()
        .sendAsync(request, BodyHandlers.discarding())
        .join()
        .statusCode();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "#x\r\nLocation: https://evil.example"
      })
  void nobodyIsSentToAnotherSite(String wanted) {
    var ada = new Account();
    var end = ada.signIn(Person.ADA, open, open, "?return=" + encoded(wanted));
    assertThat(end.headers().allValues("Location")).containsExactly(open.uri().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site"})
  void aLinkOnAnotherSiteSignsNobodyIn(String site) {
    var answer = open.get("api/sign-in?return=" + encoded("#/c/general"), "Sec-Fetch-Site", site);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    assertThat(Board.location(answer)).isEqualTo(open.uri().resolve("#/c/general"));
    assertThat(Guest.cookies(answer)).isEmpty();
  }

  @Test
  void aSecondSignInEndsTheFirstSession() {
    var first = Account.of(Person.ADA, open);
    var second = first.copy();
    second.signIn(Person.BOB, open, open, "");
    assertThat(second.session(open).getString("name")).isEqualTo("Bob Kahn");
    assertThat(first.session(open)).doesNotContainKey("name");
  }

  @Test
  void whoeverHasSignedInSeesWhereAndSignsOutElsewhere() {
    var desk = Account.of(Person.BOB, open);
    var others = desk.change(open, "DELETE", "api/sessions", null);
    assertThat(others.statusCode()).isEqualTo(403);
    assertThat(others.body()).contains("Sign in once more", "again=true");
    desk.signIn(Person.BOB, open, open, "?again=true");
    var phone = Account.of(Person.BOB, closed);
    var tablet = Account.of(Person.BOB, closed);
    var ada = Account.of(Person.ADA, open);
    var adas = "api/sessions/" + currentId(ada);
    assertThat(ada.change(open, "DELETE", "api/sessions/none", null).statusCode()).isEqualTo(403);
    assertThat(desk.change(open, "DELETE", adas, null).statusCode()).isEqualTo(404);
    var phones = currentId(phone);
    var left = desk.change(open, "DELETE", "api/sessions/" + phones, null);
    assertThat(left.statusCode()).isEqualTo(200);
    assertThat(left.body()).contains(currentId(desk), currentId(tablet)).doesNotContain(phones);
    for (var board : List.of(open, closed)) {
      assertThat(Await.until(() -> !phone.session(board).containsKey("name"), LIMIT)).isTrue();
    }
    assertThat(phone.get(closed, "api/sessions").statusCode()).isEqualTo(401);
    var rest = Board.json(desk.change(open, "DELETE", "api/sessions", null));
    assertThat(rest.getJsonArray("sessions")).hasSize(1);
    assertThat(Await.until(() -> !tablet.session(closed).containsKey("name"), LIMIT)).isTrue();
    for (var kept : List.of(desk, ada)) {
      assertThat(kept.session(closed)).containsKey("name");
    }
  }

  @Test
  void whoMayNotPostCanSignOutElsewhereAndAMachineHasNoSessions() {
    var reader = new Account();
    reader.end(
        open, Account.answer("rosa", "{\"name\":\"Rosa\"}", reader.begin(open, "?again=true")));
    assertThat(reader.change(open, "DELETE", "api/sessions", null).statusCode()).isEqualTo(200);
    var bearer = "Bearer " + provider.token("robot", OpenIdProvider.CLIENT, Map.of(), HOUR);
    var machine = open.get("api/sessions", "Authorization", bearer);
    assertThat(machine.statusCode()).isEqualTo(403);
  }

  private static String currentId(Account account) {
    var answer = account.get(open, "api/sessions");
    assertThat(cacheControl(answer)).startsWith("no-store");
    return Board.json(answer).getJsonArray("sessions").stream()
        .map(JsonValue::asJsonObject)
        .filter(session -> session.getBoolean("current", false))
        .map(session -> session.getString("id"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aBotPostsWithAWebhookAtAnyServerUntilAModeratorRevokesIt() {
    var mod = Account.of(Person.MOD, open);
    var made = mod.change(open, "POST", "api/webhooks", webhook());
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(cacheControl(made)).startsWith("no-store");
    var token = Board.json(made).getString("token");
    var path = "api/webhooks/" + Board.json(made).getString("id");
    var key = UUID.randomUUID().toString();
    for (var board : List.of(open, closed)) {
      // Within a second
      assertThat(Await.until(() -> bot(board, path, token, key).statusCode() == 202, LIMIT))
          .isTrue();
      var again = bot(board, path, token, key);
      assertThat(again.statusCode()).as(again.body()).isEqualTo(202);
      assertThat(Board.location(again).getPath()).isEqualTo("/api/messages/" + key);
      assertThat(Board.json(again).getJsonObject("bot")).hasToString("{\"icon\":\"🚀\"}");
      assertThat(bot(board, path, token + "x", key).statusCode()).isEqualTo(401);
      assertThat(bot(board, "api/webhooks/" + key, token, key).statusCode()).isEqualTo(401);
    }
    awaitMessages(1);
    var page = Board.json(mod.get(open, "api/messages?channel=" + channel));
    assertThat(page.getJsonArray("messages").getJsonObject(0))
        .containsEntry("author", Json.createValue("CI"))
        .containsEntry("content", Json.createValue("Deployed"))
        .containsKey("bot");
    var edit = Json.createObjectBuilder().add("content", "x").build();
    assertThat(mod.change(open, "PUT", "api/messages/" + key, edit).statusCode()).isEqualTo(403);
    var ada = Account.of(Person.ADA, open);
    assertThat(ada.change(open, "DELETE", "api/messages/" + key, null).statusCode()).isEqualTo(403);
    assertThat(mod.change(open, "DELETE", "api/messages/" + key, null).statusCode()).isEqualTo(202);
    assertThat(
            Await.until(
                () -> mod.get(closed, "api/messages/" + key).body().contains("\"deleted\":true"),
                LIMIT))
        .isTrue();
    assertThat(mod.get(closed, "api/webhooks").body())
        .contains(path.substring(13))
        .doesNotContain(token, "hash");
    assertThat(mod.change(closed, "DELETE", path, null).statusCode()).isEqualTo(202);
    for (var board : List.of(open, closed)) {
      var next = UUID.randomUUID().toString();
      assertThat(Await.until(() -> bot(board, path, token, next).statusCode() == 401, LIMIT))
          .isTrue();
    }
    assertThat(mod.change(open, "DELETE", path, null).statusCode()).isEqualTo(404);
  }

  @Test
  void onlyAModeratorManagesWebhooks() {
    var ada = Account.of(Person.ADA, open);
    var one = "api/webhooks/" + UUID.randomUUID();
    for (var refused :
        List.of(
            open.get("api/webhooks"),
            ada.get(open, "api/webhooks"),
            ada.change(open, "POST", "api/webhooks", webhook()),
            ada.change(open, "DELETE", one, null))) {
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(Board.json(refused).getString("detail"))
          .isEqualTo("Only moderators, who have signed in, may do this.");
    }
    assertThat(open.change("POST", "api/webhooks", webhook()).statusCode()).isEqualTo(401);
    assertThat(open.change("DELETE", one, null).statusCode()).isEqualTo(401);
    var mod = Account.of(Person.MOD, open);
    var wrong =
        Json.createObjectBuilder()
            .add("channel", ChannelName.MODERATION)
            .add("icon", "rocket")
            .build();
    var refused = mod.change(open, "POST", "api/webhooks", wrong);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(Board.json(refused).getJsonArray("errors")).hasSize(3);
    assertThat(open.change("POST", "api/webhooks/x", webhook()).statusCode()).isEqualTo(401);
  }

  private JsonObject webhook() {
    return Json.createObjectBuilder()
        .add("channel", channel)
        .add("name", "CI")
        .add("icon", "🚀")
        .build();
  }

  private static HttpResponse<String> bot(Board board, String path, String token, String key) {
    var body = Json.createObjectBuilder().add("text", "Deployed").build();
    return board.change(
        "POST", path, body, "Authorization", "Bearer " + token, "Idempotency-Key", key);
  }

  @Test
  void aWindowOfItsOwnEndsAtThePageThatClosesIt() {
    var end = new Account().signIn(Person.ADA, open, open, "?return=close");
    assertThat(Board.location(end)).isEqualTo(open.uri().resolve("signed-in.html"));
  }

  @Test
  void aSignInThatFailsLeadsBackToWhereItBegan() {
    var ada = new Account();
    var fragment = "?return=" + encoded("#/c/general");
    var state = ada.begin(open, fragment).getRawQuery().replaceFirst(".*state=([^&]+).*", "$1");
    assertThat(failure(ada.copy(), "error=access_denied&state=" + state))
        .endsWith("?sign-in=denied#/c/general");
    assertThat(failure(ada.copy(), "error=server_error&state=" + state))
        .endsWith("?sign-in=failed#/c/general");
    assertThat(failure(ada.copy(), "code=x&state=" + state)).endsWith("?sign-in=failed#/c/general");
    for (var code : List.of("", "%20", "x".repeat(5_000))) {
      assertThat(failure(ada.copy(), "code=" + code + "&state=" + state))
          .endsWith("?sign-in=failed#/c/general");
    }
    assertThat(failure(ada.copy(), "code=x&state=y")).endsWith("/?sign-in=expired");
    assertThat(failure(ada.copy(), "code=x")).endsWith("/?sign-in=expired");
    assertThat(failure(new Account(), "code=x&state=" + state)).endsWith("/?sign-in=expired");
  }

  private static String failure(Account account, String query) {
    var answer = account.get(open, "api/sign-in/callback?" + query);
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(account.sessionCookie()).isNull();
    return answer.headers().firstValue("Location").orElseThrow();
  }

  @Test
  void aCookieThatTheBoardDidNotMakeIsNobodys() {
    var cookie = Account.of(Person.ADA, open).sessionCookie();
    for (var changed : List.of(cookie.substring(1), "A".repeat(cookie.length()), "g1.x", "")) {
      var session = open.get("api/session", "Cookie", "board-session=" + changed);
      assertThat(session.statusCode()).isEqualTo(200);
      assertThat(session.body()).doesNotContain("name");
    }
    // Beside another board's, at a path above
    var both = open.get("api/session", "Cookie", "board-session=x; board-session=" + cookie);
    assertThat(both.body()).contains("Ada");
  }

  @Test
  void noLogHasATokenACookieOrWhoSomebodyIs() {
    var ada = Account.of(Person.ADA, open);
    ada.post(open, Board.message("", "hello", channel));
    var bearer = provider.token("robot", OpenIdProvider.CLIENT, Map.of(), HOUR);
    open.get("api/session", "Authorization", "Bearer " + bearer);
    refuses(bearer.substring(0, bearer.length() - 8) + "AAAAAAAA");
    var logs = openServer.everyLog() + closedServer.everyLog();
    assertThat(logs)
        .isNotEmpty()
        .doesNotContain(ada.sessionCookie(), bearer.substring(0, 80), "Lovelace", "code=");
  }

  private void awaitMessages(int count) {
    assertThat(Await.until(() -> open.history("?channel=" + channel).size() == count, LIMIT))
        .isTrue();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
