package org.messageboard.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.messageboard.dev.Await;
import org.messageboard.view.RedisKeys;
import redis.clients.jedis.RedisClient;

/** The board with a real Keycloak and the realm that Compose uses; not part of every verify. */
class KeycloakSuite {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Of Keycloak's page for signing in. */
  private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static BoardServer server;
  private static Board board;
  private static KeycloakProcess keycloak;

  private final String channel = "keycloak-" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeAll
  static void start() {
    keycloak = new KeycloakProcess(Path.of(System.getProperty("keycloak.home")));
    server =
        new BoardServer(
            "keycloak-board",
            Map.of(
                "AUTH_MODE", "oidc",
                "AUTH_OIDC_ISSUER", keycloak.issuer(),
                "AUTH_OIDC_CLIENT_ID", "message-board",
                "AUTH_ROLES_POSTER", "board-posters",
                "AUTH_ROLES_MODERATOR", "board-moderators",
                "AUTH_SESSION_RENEW_SECONDS", "2",
                "BOARD_READ", "signed-in"));
    board = server.board();
    keycloak.startFor(board);
    server.start();
    assertThat(Await.until(() -> board.get("api/sign-in").statusCode() == 303, LIMIT)).isTrue();
  }

  @AfterAll
  static void stop() {
    server.close();
    keycloak.close();
  }

  @Test
  void somebodySignsInPostsAndSignsOut() {
    var mod = signedIn("mod");
    assertThat(mod.session(board).getString("name")).isEqualTo("Mo Derator");
    assertThat(mod.session(board).getJsonArray("roles")).hasSize(3);
    var posted = mod.post(board, Board.message("Mallory", "hello", channel));
    assertThat(Board.json(posted).getString("author")).isEqualTo("Mo Derator");
    var answer = Board.json(mod.change(board, "POST", "api/sign-out", null));
    assertThat(get(URI.create(answer.getString("continue"))).statusCode()).isLessThan(400);
    assertThat(mod.session(board)).doesNotContainKey("name");
  }

  @Test
  void aMachinePosts() {
    var token =
        json(form(
                URI.create(keycloak.issuer() + "/protocol/openid-connect/token"),
                Map.of(
                    "grant_type", "client_credentials",
                    "client_id", "robot",
                    "client_secret", "robot-secret")))
            .getString("access_token");
    var message = Board.message("Mallory", "by a machine", channel);
    var posted = board.postOnce(message, "Authorization", "Bearer " + token);
    assertThat(posted.statusCode()).as(posted.body()).isEqualTo(202);
    assertThat(Board.json(posted).getString("author")).isEqualTo("service-account-robot");
  }

  @Test
  void whoIsDisabledIsOutAtTheNextRenewal() {
    var bob = signedIn("bob");
    var body = Json.createObjectBuilder().add("enabled", false).build();
    admin("PUT", "users/" + id("bob"), body.toString());
    assertThat(Await.until(() -> !bob.session(board).containsKey("name"), LIMIT)).isTrue();
  }

  /** Nobody asks the board meanwhile, so no renewal ends the session. */
  @Test
  void keycloakTellsTheBoardWhomItSignsOut() {
    var ada = signedIn("ada");
    try (var redis = RedisClient.create(EmbeddedServices.redis().url())) {
      long before = redis.zcard(RedisKeys.REVOKED);
      admin("POST", "users/" + id("ada") + "/logout", "");
      assertThat(Await.until(() -> redis.zcard(RedisKeys.REVOKED) > before, LIMIT)).isTrue();
    }
    assertThat(ada.session(board)).doesNotContainKey("name");
  }

  /** Signs in as a browser does. */
  private static Account signedIn(String person) {
    var account = new Account();
    var page = get(account.begin(board, ""));
    var action = ACTION.matcher(page.body());
    assertThat(action.find()).as(page.body()).isTrue();
    var login =
        posting(
            URI.create(action.group(1).replace("&amp;", "&")),
            Map.of("username", person, "password", person));
    // A browser takes localhost for safe and sends cookies that are Secure; Java's client does not
    var cookies = Guest.cookies(page).stream().map(cookie -> cookie.split(";", 2)[0]);
    var answer = send(login.header("Cookie", cookies.collect(Collectors.joining("; "))));
    account.end(board, URI.create(answer.headers().firstValue("Location").orElseThrow()));
    assertThat(account.session(board)).containsKey("name");
    return account;
  }

  private static String id(String person) {
    var users = admin("GET", "users?exact=true&username=" + person, "");
    return users.replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
  }

  private static String admin(String method, String path, String body) {
    var login =
        Map.of(
            "grant_type",
            "password",
            "client_id",
            "admin-cli",
            "username",
            KeycloakProcess.ADMIN,
            "password",
            KeycloakProcess.ADMIN);
    var master = keycloak.uri().resolve("realms/master/protocol/openid-connect/token");
    var request =
        HttpRequest.newBuilder(keycloak.uri().resolve("admin/realms/board/" + path))
            .header(
                "Authorization", "Bearer " + json(form(master, login)).getString("access_token"))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    var answer = send(request);
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    return answer.body();
  }

  private static HttpResponse<String> get(URI address) {
    return send(HttpRequest.newBuilder(address));
  }

  private static HttpResponse<String> form(URI address, Map<String, String> fields) {
    return send(posting(address, fields));
  }

  private static HttpRequest.Builder posting(URI address, Map<String, String> fields) {
    var form =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    return HttpRequest.newBuilder(address)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    return HTTP.sendAsync(request.build(), BodyHandlers.ofString()).join();
  }

  private static JsonObject json(HttpResponse<String> answer) {
    return Board.json(answer);
  }
}
