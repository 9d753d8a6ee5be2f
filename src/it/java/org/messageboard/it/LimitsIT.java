package org.messageboard.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.messageboard.dev.Await;
import org.messageboard.dev.ChildProcess;
import org.messageboard.it.SocketClient.RefusedException;
import redis.clients.jedis.RedisClient;

/** Limits on two servers: fast scripts are stopped, and nobody else is. */
@Tag("services")
class LimitsIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration AT_ONCE = Duration.ofSeconds(2);
  private static final int BURST = 5;
  private static final String APP = "https://app.example";

  /** One post a minute is added, so that the time that a test takes does not count. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "LIMITS_ENABLED", "true",
          "LIMITS_POSTS_PER_MINUTE", "1",
          "LIMITS_POSTS_BURST", "" + BURST,
          "LIMITS_REACTIONS_PER_MINUTE", "1",
          "LIMITS_REACTIONS_BURST", "3",
          "LIMITS_READS_PER_MINUTE", "60",
          "LIMITS_READS_BURST", "50",
          "LIMITS_ANONYMOUS_PERSONS", "2",
          "LIMITS_ADDRESS_PERSONS", "20",
          "HTTP_TRUSTED_PROXIES", "127\\.0\\.0\\.1");

  private static Services services;
  private static BoardServer one;
  private static BoardServer two;

  /** Each test comes from an address of its own. */
  private static int addresses;

  private static int reads;

  private final String address = "192.0.2." + ++addresses;
  private final String channel = "limits-" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeAll
  static void start() {
    services = new Services("limits");
    one = services.server("one", SETTINGS);
    var web = new HashMap<>(SETTINGS);
    web.put("CONSUMER_ENABLED", "false");
    web.put("CORS_ORIGINS", APP);
    two = services.server("two", web);
    one.start();
    two.start();
  }

  @AfterAll
  static void stop() {
    List.of(one, two).forEach(ChildProcess::close);
    services.close();
  }

  @Test
  void aScriptIsStoppedOnAllServersAndWhatIsRefusedIsNotOnTheBoard() {
    var script = guest();
    var answers = new ArrayList<HttpResponse<String>>();
    for (int i = 0; i < 20; i++) {
      answers.add(post(i % 2 == 0 ? one : two, script, "message " + i));
    }
    assertThat(answers)
        .extracting(HttpResponse::statusCode)
        .filteredOn(status -> status == 202)
        .hasSize(BURST);
    var refused = answers.get(19);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    var seconds = Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow());
    assertThat(seconds).isBetween(30, 60);
    assertThat(refused.headers().firstValue("RateLimit-Policy")).contains("\"posts\";q=5;w=300");
    assertThat(refused.headers().firstValue("RateLimit")).contains("\"posts\";r=0;t=" + seconds);
    assertThat(Board.json(refused).getString("detail"))
        .isEqualTo("You are posting too fast. Try again in " + seconds + " s.");
    assertThat(answers.get(0).headers().firstValue("RateLimit")).contains("\"posts\";r=4;t=60");
    var neighbour = guest();
    assertThat(post(two, neighbour, "the last one").statusCode()).isEqualTo(202);
    assertThat(Await.until(() -> contents().contains("the last one"), LIMIT)).isTrue();
    assertThat(contents()).hasSize(BURST + 1);
    assertThat(
            Exposition.of(one.board())
                .samples()
                .get("messageboard_limits_refused_total{kind=\"posts\"}"))
        .isGreaterThan(0);
  }

  @Test
  void whatIsWrittenOverAWebSocketCountsAsOverHttp() {
    var guest = guest();
    var post = "\"author\":\"Ada\",\"content\":\"x\",\"channel\":\"" + channel + "\"";
    try (var socket =
        SocketClient.connect(
            one.board(), "", "Cookie", guest.cookie(), "X-Forwarded-For", address)) {
      for (int i = 0; i < BURST; i++) {
        assertThat(socket.ask("post", post).getInt("status")).isEqualTo(202);
      }
      var refused = socket.ask("post", post);
      assertThat(refused.getInt("status")).isEqualTo(429);
      assertThat(refused.getInt("retryAfter")).isBetween(30, 60);
      assertThat(refused).containsOnlyKeys("type", "ref", "status", "retryAfter", "body");
      assertThat(refused.getJsonObject("body").getString("detail"))
          .contains("Try again in " + refused.getInt("retryAfter") + " s.");
      assertThat(post(two, guest, "over HTTP").statusCode()).isEqualTo(429);
    }
  }

  @Test
  void repetitionsEditsAndDeletionsCountToo() {
    var guest = guest();
    var key = UUID.randomUUID().toString();
    var path = "api/messages/" + key;
    var message = Board.message("Ada", "again and again", channel);
    for (int i = 0; i < 2; i++) {
      assertThat(guest.post(one.board(), message, key).statusCode()).isEqualTo(202);
    }
    assertThat(Await.until(() -> contents().size() == 1, LIMIT)).isTrue();
    var edit = Json.createObjectBuilder().add("content", "edited").build();
    for (int i = 0; i < 3; i++) {
      assertThat(guest.change(one.board(), "PUT", path, edit, from()).statusCode()).isEqualTo(202);
    }
    assertThat(guest.change(two.board(), "DELETE", path, null, from()).statusCode()).isEqualTo(429);
    assertThat(guest.post(one.board(), message, key).statusCode()).isEqualTo(429);
    var reaction = path + "/reactions/%F0%9F%91%8D";
    var name = Json.createObjectBuilder().add("author", "Ada").build();
    for (int i = 0; i < 3; i++) {
      assertThat(guest.change(one.board(), "PUT", reaction, name, from()).statusCode())
          .isEqualTo(202);
    }
    assertThat(guest.change(one.board(), "DELETE", reaction, null, from()).statusCode())
        .isEqualTo(429);
  }

  @Test
  void whoeverTheBoardDoesNotRecogniseShareALimitAtTheirAddress() {
    for (int i = 0; i < 2 * BURST; i++) {
      assertThat(anonymous("192.0.2.200").statusCode()).isEqualTo(202);
    }
    var refused = anonymous("192.0.2.200");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("RateLimit-Policy"))
        .contains("\"posts-anonymous\";q=10;w=300");
    assertThat(anonymous("192.0.2.201").statusCode()).isEqualTo(202);
    for (int i = 0; i < 2 * BURST; i++) {
      assertThat(anonymous("2001:db8:0:1::" + i).statusCode()).isEqualTo(202);
    }
    assertThat(anonymous("2001:db8:0:1:ffff::").statusCode()).isEqualTo(429);
    assertThat(anonymous("2001:db8:0:2::").statusCode()).isEqualTo(202);
  }

  @Test
  void readingHasALimitOfItsOwnAndThePageHasNone() {
    var guest = guest();
    var statuses = new ArrayList<Integer>();
    for (int i = 0; i < 80; i++) {
      statuses.add(one.board().get("api/channels", all(guest)).statusCode());
    }
    assertThat(statuses).startsWith(200, 200, 200).endsWith(429).doesNotContain(503);
    assertThat(statuses.stream().filter(status -> status == 200).count()).isBetween(50L, 70L);
    assertThat(one.board().get("api/messages/stream", all(guest)).statusCode()).isEqualTo(429);
    assertThat(one.board().get("", all(guest)).statusCode()).isEqualTo(200);
    assertThat(post(one, guest, "posting goes on").statusCode()).isEqualTo(202);
  }

  /** The answer comes before the body, which never does. */
  @Test
  void aPostIsRefusedBeforeItsBodyIsRead() throws IOException {
    var guest = guest();
    for (int i = 0; i < BURST; i++) {
      post(one, guest, "message " + i);
    }
    refusesAtOnce("429", "messages", "Content-Type: application/json\r\nCookie: " + guest.cookie());
  }

  @Test
  void whereNobodySignsInASignOutOfTheProviderIsRefusedBeforeItsBodyIsRead() throws IOException {
    refusesAtOnce("404", "sign-out/provider", "Content-Type: application/x-www-form-urlencoded");
  }

  private void refusesAtOnce(String status, String path, String headers) throws IOException {
    try (var socket = new Socket("127.0.0.1", one.port())) {
      socket.setSoTimeout((int) AT_ONCE.toMillis());
      var head =
          """
          POST /api/%s HTTP/1.1\r
          Host: localhost:%s\r
          %s\r
          Content-Length: 60000000\r
          Sec-Fetch-Site: same-origin\r
          X-Forwarded-For: %s\r
          \r
          """
              .formatted(path, one.port(), headers, address);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      assertThat(answer).isEqualTo("HTTP/1.1 " + status);
    }
  }

  @Test
  void withoutRedisPostingGoesOnAndEachServerLimitsByItself() {
    var guest = guest();
    services.redis.kill();
    try {
      for (var server : List.of(one, two)) {
        for (int i = 0; i < BURST; i++) {
          assertThat(post(server, guest, "without Redis").statusCode()).isEqualTo(202);
        }
        assertThat(post(server, guest, "too many").statusCode()).isEqualTo(429);
        assertThat(isLocal(server)).isTrue();
      }
    } finally {
      services.redis.start();
    }
    assertThat(
            Await.until(
                () ->
                    one.board().get("api/channels", all(guest)).statusCode() == 200
                        && !isLocal(one),
                LIMIT))
        .isTrue();
    assertThat(Await.until(() -> contents().size() == 2 * BURST, LIMIT)).isTrue();
  }

  /** A full bucket takes no memory. */
  @Test
  void redisForgetsWhoDoesNotComeBack() {
    post(one, guest(), "once");
    try (var redis = RedisClient.create(services.redis.url())) {
      var keys = redis.keys("{messages}:limit:posts:*");
      assertThat(keys)
          .isNotEmpty()
          .allSatisfy(key -> assertThat(redis.pttl(key)).isNotEqualTo(-1L).isLessThan(300_000L));
    }
  }

  @Test
  void pagesOfANamedOriginUseTheApiAndOthersDoNot() throws IOException, InterruptedException {
    var asked = "Access-Control-Request-Method";
    var preflight =
        two.board().change("OPTIONS", "api/messages", null, "Origin", APP, asked, "POST");
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(allowed(preflight)).contains(APP);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
        .contains("Authorization", "Content-Type", "Idempotency-Key", "If-Match", "Last-Event-ID");
    assertThat(preflight.headers().firstValue("Vary").orElse("")).contains("Origin");

    HttpResponse<String> answer = postFrom(two, APP);
    assertThat(answer.statusCode()).isEqualTo(202);
    for (int i = 0; answer.statusCode() == 202 && i <= 2 * BURST; i++) {
      assertThat(allowed(answer)).contains(APP);
      answer = postFrom(two, APP);
    }
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(allowed(answer)).contains(APP);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).contains("true");
    assertThat(answer.headers().firstValue("Access-Control-Expose-Headers").orElseThrow())
        .contains("Location", "Retry-After", "RateLimit", "RateLimit-Policy", "WWW-Authenticate");

    var stream = HttpRequest.newBuilder(two.board().streamUri()).header("Origin", APP).build();
    var opened = HttpClient.newHttpClient().send(stream, BodyHandlers.ofInputStream());
    opened.body().close();
    assertThat(opened.headers().firstValue("Content-Type").orElse("")).contains("event-stream");
    assertThat(allowed(opened)).contains(APP);
    SocketClient.connect(two.board(), "", "Origin", APP).close();

    var evil = "https://app.example.evil.example";
    assertThat(postFrom(two, evil).statusCode()).isEqualTo(403);
    assertThatThrownBy(() -> SocketClient.connect(two.board(), "", "Origin", evil))
        .isInstanceOf(RefusedException.class);
    for (var refused :
        List.of(
            postFrom(two, evil),
            two.board().get("api/messages", "Origin", evil),
            two.board().change("OPTIONS", "api/messages", null, "Origin", evil, asked, "POST"))) {
      assertThat(allowed(refused)).isEmpty();
      assertThat(refused.headers().firstValue("Vary").orElse("")).contains("Origin");
    }
    assertThat(allowed(one.board().get("api/messages", "Origin", APP))).isEmpty();
    assertThat(postFrom(one, APP).statusCode()).isEqualTo(403);
  }

  private HttpResponse<String> postFrom(BoardServer server, String origin) {
    var message = Board.message("Ada", "from another origin", channel);
    return server.board().postOnce(message, "Origin", origin, "X-Forwarded-For", address);
  }

  private static Optional<String> allowed(HttpResponse<?> answer) {
    return answer.headers().firstValue("Access-Control-Allow-Origin");
  }

  private static boolean isLocal(BoardServer server) {
    return Exposition.of(server.board()).samples().get("messageboard_limits_local") == 1;
  }

  private Guest guest() {
    return Guest.of(one.board());
  }

  private HttpResponse<String> post(BoardServer server, Guest guest, String content) {
    var message = Board.message("Ada", content, channel);
    return server.board().postOnce(message, all(guest));
  }

  private HttpResponse<String> anonymous(String from) {
    return one.board().postOnce(Board.message("Ada", "x", channel), "X-Forwarded-For", from);
  }

  private String[] from() {
    return new String[] {"X-Forwarded-For", address};
  }

  private String[] all(Guest guest) {
    return new String[] {
      "Cookie", guest.cookie(), "Sec-Fetch-Site", "same-origin", "X-Forwarded-For", address
    };
  }

  /** Read by somebody else each time. */
  private List<String> contents() {
    var reader = "198.51.100." + ++reads % 256;
    var page = two.board().get("api/messages?channel=" + channel, "X-Forwarded-For", reader);
    return page.statusCode() != 200
        ? List.of()
        : Board.json(page).getJsonArray("messages").getValuesAs(JsonObject.class).stream()
            .map(message -> message.getString("content"))
            .toList();
  }
}
