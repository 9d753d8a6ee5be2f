package org.messageboard.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.messageboard.browser.Chromium;
import org.messageboard.dev.Await;
import org.messageboard.dev.ChildProcess;
import org.messageboard.view.RedisKeys;
import redis.clients.jedis.RedisClient;

/**
 * Two servers behind HAProxy with a real Keycloak: the realm and the configuration that Compose
 * uses. Not part of every verify.
 */
class KeycloakSuite {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Of Keycloak's page for signing in. */
  private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final KeycloakProcess KEYCLOAK =
      new KeycloakProcess(Path.of(System.getProperty("keycloak.home")));

  private static final List<BoardServer> SERVERS = List.of(server("one"), server("two"));
  private static final HaproxyProcess PROXY = new HaproxyProcess(SERVERS);

  private static Board board;

  private static final String ASKED = "Sign in to read and to write.";

  private final String channel = "keycloak-" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeAll
  static void start() {
    board = PROXY.board();
    KEYCLOAK.startFor(board);
    ChildProcess.startAll(Stream.concat(SERVERS.stream(), Stream.of(PROXY)).toList());
    for (var server : SERVERS) {
      var address = "api/sign-in";
      assertThat(Await.until(() -> server.board().get(address).statusCode() == 303, LIMIT))
          .isTrue();
    }
    assertThat(Await.until(() -> board.get("api/sign-in").statusCode() == 303, LIMIT)).isTrue();
  }

  @AfterAll
  static void stop() {
    PROXY.close();
    SERVERS.forEach(BoardServer::close);
    KEYCLOAK.close();
  }

  @Test
  void somebodySignsInPostsAndSignsOut() {
    var mod = signedIn("mod");
    assertThat(mod.session(board).getString("name")).isEqualTo("Mo Derator");
    assertThat(mod.session(board).getJsonArray("roles")).hasSize(3);
    var posted = mod.post(board, Board.message("Mallory", "hello", channel));
    assertThat(Board.json(posted).getString("author")).isEqualTo("Mo Derator");
    // Keycloak says when somebody has proved who they are
    assertThat(mod.change(board, "DELETE", "api/sessions", null).statusCode()).isEqualTo(200);
    var answer = Board.json(mod.change(board, "POST", "api/sign-out", null));
    assertThat(get(URI.create(answer.getString("continue"))).statusCode()).isLessThan(400);
    assertThat(mod.session(board)).doesNotContainKey("name");
  }

  @Test
  void inABrowserASessionHoldsAtBothServersAndEndsAtBoth() {
    try (var chromium = Chromium.start();
        var browser = chromium.browser().newContext()) {
      var page = signIn(browser);
      assertThat(names(browser)).containsExactly("Mo Derator", "Mo Derator");
      var cookies = browser.cookies();
      page.getByText("Mo Derator", exactly()).click();
      var out = new Page.GetByRoleOptions().setName("Sign out").setExact(true);
      page.getByRole(AriaRole.BUTTON, out).click();
      page.locator("#kc-logout").click();
      page.waitForURL(board.uri() + "**");
      assertThat(page.getByText(ASKED)).isVisible();
      // Whoever has copied the cookies is out as well
      browser.addCookies(cookies);
      page.waitForCondition(() -> names(browser).equals(List.of("", "")));
    }
  }

  @Test
  void inABrowserTheConversationGoesOnWithoutAHoleAfterANewSignIn() {
    try (var chromium = Chromium.start();
        var browser = chromium.browser().newContext()) {
      var page = signIn(browser);
      robotPosts("before");
      assertThat(contents(page)).hasText(new String[] {"before"});
      var header = RequestOptions.create().setHeader("Sec-Fetch-Site", "same-origin");
      var out = browser.request().post(board.uri().resolve("api/sign-out").toString(), header);
      assertThat(out.status()).isEqualTo(200);
      assertThat(page.getByText("You have been signed out.")).isVisible();
      robotPosts("meanwhile");
      robotPosts("and again");
      // Keycloak still knows the person, so its window closes by itself
      var popup = browser.waitForPage(() -> page.locator(".sign-in-bar button").click());
      page.waitForCondition(popup::isClosed);
      assertThat(contents(page)).hasText(new String[] {"before", "meanwhile", "and again"});
      robotPosts("after");
      assertThat(contents(page))
          .hasText(new String[] {"before", "meanwhile", "and again", "after"});
    }
  }

  /** A form that it sends by itself, and its scripts. */
  @Test
  void inABrowserAnotherSiteDoesNothingInSomebodysName() throws IOException {
    var site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext("/", this::evil);
    site.start();
    try (var chromium = Chromium.start();
        var browser = chromium.browser().newContext()) {
      signIn(browser);
      // Another site than localhost
      var evil = "http://127.0.0.1:" + site.getAddress().getPort() + "/";
      var page = browser.newPage();
      var refused = new ArrayList<Integer>();
      page.onResponse(
          answer -> {
            if (answer.url().startsWith(board.uri() + "api/")
                && answer.request().method().equals("POST")) {
              refused.add(answer.status());
            }
          });
      page.navigate(evil);
      page.waitForCondition(() -> !refused.isEmpty());
      assertThat(page.evaluate("() => window.read")).isEqualTo("nothing");
      // The browser does not even show the answers to the scripts
      assertThat(refused).containsOnly(403);
      assertThat(names(browser)).containsExactly("Mo Derator", "Mo Derator");
      var tab = browser.newPage();
      tab.navigate(address());
      robotPosts("only this");
      assertThat(contents(tab)).hasText(new String[] {"only this"});
    } finally {
      site.stop(0);
    }
  }

  private void evil(HttpExchange exchange) throws IOException {
    var page =
        """
        <!DOCTYPE html><title>evil</title><iframe name="hidden"></iframe>
        <form action="%1$sapi/sign-out" method="post" target="hidden"></form>
        <script>
          const post = { method: 'POST', mode: 'no-cors', credentials: 'include' };
          const evil = { ...post, body: '{"content":"evil","channel":"%2$s"}' };
          const sent = [fetch('%1$sapi/messages', evil), fetch('%1$sapi/sign-out', post)];
          window.read = Promise.allSettled(sent)
            .then(() => fetch('%1$sapi/session', { credentials: 'include' }))
            .then((answer) => answer.text()).catch(() => 'nothing');
          document.forms[0].submit();
        </script>
        """
            .formatted(board.uri(), channel)
            .getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html");
    exchange.sendResponseHeaders(200, page.length);
    exchange.getResponseBody().write(page);
    exchange.close();
  }

  /** In the page, on Keycloak's page, and back. */
  private Page signIn(BrowserContext browser) {
    PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT.toMillis());
    var page = browser.newPage();
    page.navigate(address());
    assertThat(page.getByText(ASKED)).isVisible();
    page.locator(".sign-in-screen button").click();
    page.locator("#username").fill("mod");
    page.locator("#password").fill("mod");
    page.locator("#kc-login").click();
    page.waitForURL(address());
    assertThat(page.locator(".connection")).hasAttribute("data-state", "live");
    return page;
  }

  private String address() {
    return board.uri().resolve("#/c/" + channel).toString();
  }

  private static Locator contents(Page page) {
    return page.locator(".main .message .content");
  }

  /** Who each server takes the browser for; cookies do not depend on the port. */
  private static List<String> names(BrowserContext browser) {
    return SERVERS.stream()
        .map(server -> server.board().uri().resolve("api/session").toString())
        .map(address -> Board.json(browser.request().get(address).text()).getString("name", ""))
        .toList();
  }

  private static Page.GetByTextOptions exactly() {
    return new Page.GetByTextOptions().setExact(true);
  }

  @Test
  void aMachinePosts() {
    var posted = robotPosts("by a machine");
    assertThat(posted.getString("author")).isEqualTo("service-account-robot");
  }

  private JsonObject robotPosts(String content) {
    var token =
        json(form(
                URI.create(KEYCLOAK.issuer() + "/protocol/openid-connect/token"),
                Map.of(
                    "grant_type", "client_credentials",
                    "client_id", "robot",
                    "client_secret", "robot-secret")))
            .getString("access_token");
    var message = Board.message("Mallory", content, channel);
    var posted = board.postOnce(message, "Authorization", "Bearer " + token);
    assertThat(posted.statusCode()).as(posted.body()).isEqualTo(202);
    return Board.json(posted);
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
    // Keycloak told one of the servers, the other reads it
    for (var server : SERVERS) {
      assertThat(Await.until(() -> !ada.session(server.board()).containsKey("name"), LIMIT))
          .isTrue();
    }
  }

  private static BoardServer server(String name) {
    return new BoardServer(
        "keycloak-" + name,
        Map.of(
            "AUTH_MODE", "oidc",
            "AUTH_OIDC_ISSUER", KEYCLOAK.issuer(),
            "AUTH_OIDC_CLIENT_ID", "message-board",
            "AUTH_ROLES_POSTER", "board-posters",
            "AUTH_ROLES_MODERATOR", "board-moderators",
            "AUTH_SESSION_RENEW_SECONDS", "2",
            "BOARD_READ", "signed-in",
            "HTTP_TRUSTED_PROXIES", "127\\..*"));
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
    var master = KEYCLOAK.uri().resolve("realms/master/protocol/openid-connect/token");
    var request =
        HttpRequest.newBuilder(KEYCLOAK.uri().resolve("admin/realms/board/" + path))
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
