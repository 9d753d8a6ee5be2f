package org.messageboard.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageboard.board.Identity.Role;
import org.messageboard.dev.Await;
import org.messageboard.dev.OpenIdProvider;
import org.messageboard.dev.Ports;

/** The board against a provider of another make. */
class OpenIdTest {

  private static final URI CALLBACK = URI.create("http://localhost/api/sign-in/callback");
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir static Path directory;
  private static OpenIdProvider provider;
  private static OpenId openId;

  /** Refresh tokens that replace others. */
  private final List<String> kept = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    provider = new OpenIdProvider(directory, Ports.free());
    openId = openId(provider.issuer());
    assertThat(Await.until(OpenIdTest::isFound, Duration.ofSeconds(60))).isTrue();
  }

  /** Its first answer may come too late on a busy machine. */
  private static boolean isFound() {
    openId.look();
    try {
      return openId.signInAddress(Attempt.begin(ReturnAddress.of(null), false), CALLBACK) != null;
    } catch (ProviderAwayException e) {
      return false;
    }
  }

  @AfterAll
  static void stop() {
    provider.close();
  }

  @Test
  void somebodySignsInAndIsAskedAboutAgain() throws Exception {
    var attempt = Attempt.begin(ReturnAddress.of("#/c/general"), false);
    var grant = openId.exchange(code(attempt), attempt, CALLBACK);
    assertThat(grant.claims())
        .containsEntry("sub", "ada")
        .containsEntry("name", "Ada Lovelace")
        .containsEntry("groups", List.of("board-posters"));
    var again = openId.refresh(grant.refreshToken().orElseThrow(), kept::add);
    assertThat(again.claims()).containsEntry("sub", "ada");
    assertThat(kept).containsExactlyElementsOf(again.refreshToken().stream().toList());
  }

  @Test
  void theAddressHasAChallengeAndNoSecret() {
    var attempt = Attempt.begin(ReturnAddress.of(null), false);
    var address = openId.signInAddress(attempt, CALLBACK).toString();
    assertThat(address)
        .startsWith(provider.issuer())
        .contains("code_challenge_method=S256", "state=" + attempt.state(), "scope=openid+profile")
        .doesNotContain(attempt.verifier(), "prompt", "max_age");
    var again = Attempt.begin(ReturnAddress.of(null), true);
    assertThat(openId.signInAddress(again, CALLBACK).toString())
        .contains("prompt=login", "max_age=0");
  }

  @Test
  void anotherVerifierOrNonceIsRefused() throws Exception {
    var attempt = Attempt.begin(ReturnAddress.of(null), false);
    var other = Attempt.begin(ReturnAddress.of(null), false);
    var verifier =
        new Attempt(
            attempt.state(), attempt.nonce(), other.verifier(), attempt.returnTo(), false, 0);
    var nonce =
        new Attempt(
            attempt.state(), other.nonce(), attempt.verifier(), attempt.returnTo(), false, 0);
    for (var wrong : List.of(verifier, nonce)) {
      var code = code(attempt);
      assertThatThrownBy(() -> openId.exchange(code, wrong, CALLBACK))
          .isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void aCodeOrRefreshTokenThatIsNotKnownIsRefused() {
    var attempt = Attempt.begin(ReturnAddress.of(null), false);
    assertThatThrownBy(() -> openId.exchange("x", attempt, CALLBACK))
        .isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> openId.refresh("x", kept::add)).isInstanceOf(RefusedException.class);
  }

  @Test
  void aMachinesTokenIsAccepted() {
    var token = provider.token("robot", OpenIdProvider.CLIENT, Map.of("azp", "robot"), HOUR);
    assertThat(openId.accessToken(token)).containsEntry("sub", "robot").containsKey("exp");
  }

  @ParameterizedTest
  @CsvSource({
    "other, '', '', 3600",
    "message-board, iss, https://other.example, 3600",
    "message-board, nonce, x, 3600",
    "message-board, typ, ID, 3600",
    "message-board, '', '', -120"
  })
  void aTokenForOthersOrOfAnotherKindOrTooOldIsRefused(
      String audience, String claim, String value, long seconds) {
    var claims = new HashMap<String, Object>();
    if (!claim.isEmpty()) {
      claims.put(claim, value);
    }
    var token = provider.token("robot", audience, claims, Duration.ofSeconds(seconds));
    assertThatThrownBy(() -> openId.accessToken(token)).isInstanceOf(RefusedException.class);
  }

  @Test
  void aTokenThatTheProviderDidNotSignIsRefused() {
    var token = provider.token("robot", OpenIdProvider.CLIENT, Map.of(), HOUR);
    var parts = token.split("\\.");
    var none = "eyJhbGciOiJub25lIn0." + parts[1] + ".";
    var tampered =
        parts[0] + "." + parts[1].substring(0, 20) + "A" + parts[1].substring(21) + "." + parts[2];
    // Signed with the public key as if it were a shared secret
    var shared = "eyJhbGciOiJIUzI1NiJ9." + parts[1] + "." + parts[2];
    for (var wrong : List.of(none, tampered, shared, "", "x", "a.b.c")) {
      assertThatThrownBy(() -> openId.accessToken(wrong))
          .as(wrong)
          .isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void onlyALogoutTokenLogsOut() {
    var event = Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of());
    var token =
        provider.token("ada", OpenIdProvider.CLIENT, Map.of("events", event, "sid", "s1"), HOUR);
    assertThat(openId.logoutToken(token)).containsEntry("sid", "s1");
    var other = provider.token("ada", OpenIdProvider.CLIENT, Map.of(), HOUR);
    assertThatThrownBy(() -> openId.logoutToken(other)).isInstanceOf(RefusedException.class);
  }

  @Test
  void thePersonsSessionAtTheProviderEndsThere() {
    var address = openId.signOutAddress(URI.create("http://localhost/")).orElseThrow();
    assertThat(address.toString())
        .startsWith(provider.issuer() + "/endsession?")
        .contains("post_logout_redirect_uri=http%3A%2F%2Flocalhost%2F", "client_id=message-board")
        .doesNotContain("id_token");
  }

  @Test
  void aProviderThatDoesNotAnswerIsAway() {
    var nobody = openId("http://localhost:" + Ports.free() + "/board");
    nobody.look();
    var attempt = Attempt.begin(ReturnAddress.of(null), false);
    assertThatThrownBy(() -> nobody.signInAddress(attempt, CALLBACK))
        .isInstanceOf(ProviderAwayException.class);
    assertThatThrownBy(() -> nobody.accessToken("x")).isInstanceOf(ProviderAwayException.class);
    assertThatThrownBy(() -> nobody.refresh("x", kept::add))
        .isInstanceOf(ProviderAwayException.class);
  }

  @Test
  void aProviderThatNamesItselfOtherwiseIsAway() {
    var other = openId(provider.issuer() + "/");
    other.look();
    assertThatThrownBy(() -> other.refresh("x", kept::add))
        .isInstanceOf(ProviderAwayException.class);
  }

  @Test
  void aProviderThatSaysTooLittleIsAway() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var issuer = "http://localhost:" + server.getAddress().getPort();
    var said =
        "{\"issuer\":\"%s\",\"subject_types_supported\":[\"public\"]}"
            .formatted(issuer)
            .getBytes(UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, said.length);
          exchange.getResponseBody().write(said);
          exchange.close();
        });
    server.start();
    try {
      var other = openId(issuer);
      other.look();
      assertThatThrownBy(() -> other.refresh("x", kept::add))
          .isInstanceOf(ProviderAwayException.class);
    } finally {
      server.stop(0);
    }
  }

  private static OpenId openId(String issuer) {
    var created = new OpenId();
    created.settings =
        new SignInSettings(
            issuer,
            OpenIdProvider.CLIENT,
            Optional.empty(),
            List.of("openid", "profile"),
            OpenIdProvider.CLIENT,
            List.of("groups"),
            Map.of(Role.READER, Set.of(), Role.POSTER, Set.of(), Role.MODERATOR, Set.of()),
            Optional.empty(),
            50);
    created.wire();
    return created;
  }

  /** Signs in as a person does. */
  private static String code(Attempt attempt) throws IOException, InterruptedException {
    var ada = OpenIdProvider.Person.ADA;
    var form =
        Stream.of("username=" + ada.subject(), "claims=" + URLEncoder.encode(ada.claims(), UTF_8))
            .collect(Collectors.joining("&"));
    var request =
        HttpRequest.newBuilder(openId.signInAddress(attempt, CALLBACK))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    var location = answer.headers().firstValue("Location").orElseThrow();
    return location.replaceFirst(".*[?&]code=([^&]+).*", "$1");
  }
}
