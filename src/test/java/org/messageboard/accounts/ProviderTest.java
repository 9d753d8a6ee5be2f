package org.messageboard.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageboard.dev.Await;

/** The board against a provider that answers what each test says, or does not. */
class ProviderTest {

  private static final URI CALLBACK = URI.create("http://localhost/api/sign-in/callback");
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** More than may wait for the provider. */
  private static final int CALLERS = 60;

  private final Attempt attempt = Attempt.begin(ReturnAddress.of(null), false);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch released = new CountDownLatch(1);

  private HttpServer server;
  private RSAKey key;
  private CodeFlow flow;
  private Tokens tokens;
  private volatile boolean hangs;
  private volatile int status;
  private volatile String answer;

  @BeforeEach
  void start() throws IOException, JOSEException {
    key = new RSAKeyGenerator(2048).keyID("k").generate();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    var keys = new JWKSet(key.toPublicJWK()).toString();
    server.createContext("/.well-known", exchange -> send(200, discovery(), exchange));
    server.createContext("/keys", exchange -> ask(() -> send(200, keys, exchange)));
    server.createContext("/token", exchange -> ask(() -> send(status, answer, exchange)));
    server.start();
    var settings = settings();
    var provider = new Provider(settings.issuer(), PAUSE);
    tokens = new Tokens(provider, settings);
    flow = new CodeFlow(provider, tokens, settings);
    provider.look();
  }

  @AfterEach
  void stop() {
    released.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({
    "500, <html>oops</html>",
    "400, nonsense",
    "400, '{\"error\":\"invalid_request\"}'",
    "503, '{\"error\":\"temporarily_unavailable\"}'",
    "200, nonsense"
  })
  void anUnclearAnswerConcernsOnlyWhoGetsIt(int status, String answer) {
    answers(status, answer);
    assertThatThrownBy(() -> flow.exchange("made up", attempt, CALLBACK))
        .isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> flow.refresh("r", next -> {}))
        .isInstanceOf(ProviderAwayException.class);
    assertThat(flow.address(attempt, CALLBACK)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"500, <html>oops</html>", "503, '{\"error\":\"server_error\"}'", "200, nonsense"})
  void aProviderThatAnswersNobodyAsItShouldIsAwayUntilItDoes(int status, String answer) {
    assertThat(flow.provider().isReachable()).isTrue();
    answers(status, answer);
    assertThatThrownBy(() -> flow.exchange("made up", attempt, CALLBACK))
        .isInstanceOf(RefusedException.class);
    flow.look();
    assertThat(flow.provider().isReachable()).isFalse();
    assertThat(isBack()).isFalse();
    asked.set(0);
    flow.look();
    assertThat(asked).as("within the pause").hasValue(0);
    answers(400, "{\"error\":\"invalid_grant\"}");
    assertThat(Await.until(this::isReachable, LIMIT)).isTrue();
    assertThat(isBack()).isTrue();
  }

  /** Whatever is wrong with somebody's code: others can sign in. */
  @ParameterizedTest
  @CsvSource({"400, '{\"error\":\"invalid_grant\"}'", "400, '{\"error\":\"invalid_request\"}'"})
  void aProviderThatFailsForOneCodeOnlyIsNotAway(int status, String answer) {
    answers(500, "oops");
    assertThatThrownBy(() -> flow.exchange("made up", attempt, CALLBACK))
        .isInstanceOf(RefusedException.class);
    answers(status, answer);
    flow.look();
    assertThat(isReachable()).isTrue();
    asked.set(0);
    flow.look();
    assertThat(asked).as("nobody doubts it").hasValue(0);
  }

  private boolean isReachable() {
    flow.look();
    return flow.provider().isReachable();
  }

  @Test
  void onlyARefreshTokenThatIsNotTakenEndsASession() {
    answers(400, "{\"error\":\"invalid_grant\"}");
    assertThatThrownBy(() -> flow.refresh("r", next -> {})).isInstanceOf(RefusedException.class);
    var kept = new StringBuilder();
    answers(200, tokens("{\"id_token\":\"a.b.c\","));
    assertThatThrownBy(() -> flow.refresh("r", kept::append))
        .isInstanceOf(ProviderAwayException.class);
    answers(200, tokens("{\"id_token\":\"" + token("k", "JWT", Map.of("aud", "other")) + "\","));
    assertThatThrownBy(() -> flow.refresh("r", kept::append))
        .isInstanceOf(ProviderAwayException.class);
    assertThat(kept).hasToString("next");
    answers(200, tokens("{"));
    assertThat(flow.refresh("r", kept::append).claims()).isNull();
  }

  @Test
  void afterAPauseOneCallerAsksAndTheOthersDoNotWait() throws Exception {
    answers(401, "{\"error\":\"invalid_client\"}");
    assertThatThrownBy(() -> flow.exchange("c", attempt, CALLBACK))
        .isInstanceOf(ProviderAwayException.class);
    assertThatThrownBy(() -> flow.address(attempt, CALLBACK))
        .isInstanceOf(ProviderAwayException.class);
    assertThat(Await.until(() -> isBack(), LIMIT)).isTrue();
    asked.set(0);
    hangs = true;
    var callers = callers(() -> flow.refresh("r", next -> {}));
    assertThat(Await.until(() -> done(callers) == CALLERS - 1 && asked.get() > 0, LIMIT)).isTrue();
    assertThat(asked).hasValue(1);
    answers(200, tokens("{"));
    released.countDown();
    assertThat(Await.until(() -> done(callers) == CALLERS, LIMIT)).isTrue();
    assertThat(flow.refresh("r", next -> {}).claims()).isNull();
  }

  @Test
  void fewThreadsWaitForAnAnswer() {
    answers(200, tokens("{"));
    hangs = true;
    var callers = callers(() -> flow.refresh("r", next -> {}));
    assertThat(Await.until(() -> done(callers) == CALLERS - 24, LIMIT)).isTrue();
    assertThat(asked.get()).isLessThanOrEqualTo(24);
  }

  @Test
  void fewThreadsWaitForKeys() {
    assertThat(tokens.accessToken(token("k", "at+jwt", Map.of()))).containsEntry("sub", "robot");
    hangs = true;
    var unknown = token("other", "at+jwt", Map.of());
    var callers = callers(() -> tokens.accessToken(unknown));
    assertThat(Await.until(() -> done(callers) == CALLERS - 24, Duration.ofSeconds(1))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "at+jwt, sid, s1, true",
    "AT+JWT, sid, s1, true",
    "JWT, typ, Bearer, true",
    "JWT, scope, read, true",
    "JWT, azp, robot, true",
    "JWT, azp, board, false",
    "JWT, sid, s1, false",
    "at+jwt, typ, ID, false",
    "at+jwt, at_hash, x, false",
    "at+jwt, c_hash, x, false",
    "at+jwt, nonce, x, false",
    "at+jwt, events, x, false",
    "logout+jwt, scope, read, false"
  })
  void onlyAnAccessTokenIsOne(String type, String claim, String value, boolean accepted) {
    var token = token("k", type, Map.of(claim, value));
    if (accepted) {
      assertThat(tokens.accessToken(token)).containsEntry(claim, value);
    } else {
      assertThatThrownBy(() -> tokens.accessToken(token)).isInstanceOf(RefusedException.class);
    }
  }

  private boolean isBack() {
    try {
      return flow.address(attempt, CALLBACK) != null;
    } catch (ProviderAwayException e) {
      return false;
    }
  }

  private List<? extends Future<?>> callers(Callable<?> call) {
    return IntStream.range(0, CALLERS).mapToObj(i -> threads.submit(call)).toList();
  }

  private static long done(List<? extends Future<?>> callers) {
    return callers.stream().filter(Future::isDone).count();
  }

  private interface Answer {
    void send() throws IOException;
  }

  private void ask(Answer answer) throws IOException {
    asked.incrementAndGet();
    if (hangs) {
      try {
        released.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    answer.send();
  }

  private void answers(int status, String answer) {
    this.status = status;
    this.answer = answer;
  }

  private static void send(int status, String text, HttpExchange exchange) throws IOException {
    var type = text.startsWith("{") ? "application/json" : "text/html";
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, text.length());
    exchange.getResponseBody().write(text.getBytes(UTF_8));
    exchange.close();
  }

  private static String tokens(String begin) {
    return begin + "\"access_token\":\"a\",\"token_type\":\"Bearer\",\"refresh_token\":\"next\"}";
  }

  private String token(String keyId, String type, Map<String, Object> claims) {
    var all =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .subject("robot")
            .audience("board")
            .claim("exp", System.currentTimeMillis() / 1000 + 600)
            .claim("iat", System.currentTimeMillis() / 1000);
    claims.forEach(all::claim);
    var header =
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).type(new JOSEObjectType(type));
    var signed = new SignedJWT(header.build(), all.build());
    try {
      signed.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return signed.serialize();
  }

  private String issuer() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  private String discovery() {
    return """
        {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",
         "jwks_uri":"%1$s/keys","response_types_supported":["code"],
         "subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}
        """
        .formatted(issuer());
  }

  private SignInSettings settings() {
    return new SignInSettings(
        issuer(),
        "board",
        Optional.empty(),
        List.of("openid"),
        "board",
        List.of("groups"),
        Map.of(),
        Optional.empty(),
        50);
  }
}
