package org.messageboard.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.messageboard.dev.Await;
import org.messageboard.dev.ChildProcess;

/** Two servers of the unchanged WAR on one Kafka and Redis, set apart by their environment. */
class BoardServerIT {

  private static final Pattern LINK = Pattern.compile(" href=\"([^\"]*)\"");
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Each comes from another address. */
  private static final AtomicInteger CLIENTS = new AtomicInteger();

  /** REDIS_URL has an i in its setting's name, which is another letter there. */
  private static final Map<String, String> IN_TURKISH =
      Map.of(
          "CONSUMER_ENABLED", "false",
          "CONTEXT_ROOT", "/the/board",
          "JVM_ARGS", "-Xmx512m -Duser.language=tr -Duser.country=TR",
          "HTTP_MAX_CONNECTIONS", "500",
          "BOARD_TOPIC_PARTITION", "4");

  private static final Map<String, String> RETICENT =
      Map.of(
          "CONSUMER_ENABLED", "true",
          "METRICS_ENABLED", "false",
          "STATISTICS_ENABLED", "true",
          "PAGE_ASSETS_URL", "https://cdn.example/board",
          "HEALTH_DETAILS", "false");

  private static BoardServer web;
  private static BoardServer consumer;

  @BeforeAll
  static void start() {
    web = new BoardServer("web", IN_TURKISH);
    consumer = new BoardServer("consumer", RETICENT);
    ChildProcess.startAll(List.of(web, consumer));
  }

  @AfterAll
  static void stop() {
    web.close();
    consumer.close();
  }

  /** The one stands at another context root, and a proxy puts another path before that. */
  @Test
  void whatAWebOnlyServerTakesTheConsumerServerStoresAndBothShow() throws IOException {
    var content = "across " + UUID.randomUUID();
    try (var stream = web.board().stream("")) {
      assertThat(web.board().post("Ada", content).statusCode()).isEqualTo(202);
      stream.await(events -> events.stream().anyMatch(e -> e.data().contains(content)), LIMIT);
    }
    assertThat(web.board().history().toString()).containsOnlyOnce(content);
    assertThat(consumer.board().history()).isEqualTo(web.board().history());
    try (var proxy = new PrefixProxy(web.board(), "/some/prefix/")) {
      assertAllAddressesAreRight(new Board(proxy.uri("/some/prefix/")));
    }
    assertThat(web.board().get("metrics").body())
        .contains("method=\"POST\",route=\"messages\",status=\"202\"");
    assertThat(web.board().get("api/nothing").headers().firstValue("Content-Security-Policy"))
        .isPresent();
    assertThat(web.board().get("/").body()).contains("/the/board").doesNotContain("Liberty");
    assertThat(web.board().get("openapi").statusCode()).isEqualTo(404);
    assertThat(web.board().get("/openapi").body())
        .contains(web.board().uri().toString().replaceFirst("/$", ""));
    assertThat(Files.readString(web.messagesLog()))
        .contains("variable BOARD_TOPIC_PARTITION is no setting of the board")
        .contains("does not read the environment variable HTTP_MAX_CONNECTIONS where Java's")
        .doesNotContain(" E CWMRX", " E CWWK");
  }

  @Test
  void aServerShowsNoMoreOfItselfThanItIsAllowedTo() {
    assertThat(consumer.board().get("health/ready").body())
        .contains("\"name\":\"consumer\"")
        .doesNotContain("enabled");
    assertThat(consumer.board().get("metrics").statusCode()).isEqualTo(404);
  }

  /** A CDN fetches them from the server's own assets/. */
  @Test
  void thePageLoadsItsFilesFromWhereItIsTold() {
    var page = consumer.board().get("");
    var link = "src=\"https://cdn.example/board/([0-9a-f]+/js/main.js)\"";
    assertThat(page.body()).containsPattern(link).doesNotContain("./assets/");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .containsPattern("script-src 'self' https://cdn.example 'sha256-[^ ]+';");
    assertThat(page.headers().firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
    var file = page.body().replaceFirst("(?s).*" + link + ".*", "$1");
    var headers = consumer.board().get("assets/" + file).headers();
    assertThat(headers.firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).contains("cross-origin");
    assertThat(headers.firstValue("Cache-Control").orElse("")).endsWith(", immutable");
  }

  /** Behind a proxy that the server trusts, the client is the one that the proxy names. */
  @Test
  void everyAddressBehindATrustedProxyHasItsOwnLimitOfStreams() throws Exception {
    var environment =
        Map.of(
            "HTTP_TRUSTED_PROXIES", "127\\.0\\.0\\.1",
            "STREAM_MAX_CONNECTIONS_PER_ADDRESS", "1",
            "STREAM_MAX_CONNECTIONS", "16");
    try (var server = new BoardServer("behind-a-proxy", environment)) {
      server.start();
      assertThat(openStream(server, "203.0.113.7")).isEqualTo(200);
      assertThat(openStream(server, "203.0.113.7")).isEqualTo(429);
      assertThat(openStream(server, "203.0.113.8")).isEqualTo(200);
      // Only what trusted proxies have added counts: this client has the proxy's own address
      assertThat(openStream(server, "203.0.113.9, 203.0.113.8")).isEqualTo(200);
      assertThat(openStream(server, "203.0.113.10, 203.0.113.8")).isEqualTo(429);
      // A WebSocket is one, too, and is told when the server stops
      var socket = SocketClient.connect(server.board(), "", "X-Forwarded-For", "203.0.113.11");
      assertThat(openStream(server, "203.0.113.11")).isEqualTo(429);
      assertThatACrowdThatWasCutOffFindsPlaces(server);
      server.close();
      socket.awaitThat(() -> socket.closeCode() != 0, LIMIT);
      assertThat(socket.closeCode()).isEqualTo(1001);
    }
  }

  /**
   * Four streams stay. Seven more are cut off, and then twelve come, as many as there are places,
   * while nothing is posted and no heartbeat is due for 15 s.
   */
  private static void assertThatACrowdThatWasCutOffFindsPlaces(BoardServer server)
      throws IOException {
    for (var socket : knock(server, 7)) {
      socket.close();
    }
    var crowd = new ArrayList<Socket>();
    Await.until(
        () -> {
          crowd.addAll(knock(server, 12 - crowd.size()));
          return crowd.size() == 12;
        },
        Duration.ofSeconds(8));
    assertThat(crowd).hasSize(12);
    for (var socket : crowd) {
      socket.close();
    }
  }

  /** The connections of those of so many clients that get a stream. */
  private static List<Socket> knock(BoardServer server, int clients) {
    var open = new ArrayList<Socket>();
    for (int i = 0; i < clients; i++) {
      try {
        var socket = new Socket("127.0.0.1", server.port());
        var request =
            "GET /api/messages/stream HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 198.51.100.%d\r\n\r\n"
                .formatted(CLIENTS.incrementAndGet());
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        var status = new String(socket.getInputStream().readNBytes(12), US_ASCII);
        if (status.endsWith(" 200")) {
          open.add(socket);
        } else {
          assertThat(status).endsWith(" 503");
          socket.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return open;
  }

  /** Opens a stream that stays open, and gives the status of its answer. */
  private static int openStream(BoardServer server, String forwardedFor) throws Exception {
    var address = server.board().uri().resolve("api/messages/stream");
    var request = HttpRequest.newBuilder(address).header("X-Forwarded-For", forwardedFor).build();
    return HTTP.send(request, BodyHandlers.ofInputStream()).statusCode();
  }

  /** While there is no application the server answers 404, so a client may have to come back. */
  @Test
  void aStreamEndsWhenTheWarIsReplacedAndGoesOnAtTheNewOne() throws IOException {
    var before = "before " + UUID.randomUUID();
    var after = "after " + UUID.randomUUID();
    try (var stream = consumer.board().stream("");
        var socket = SocketClient.connect(consumer.board(), "")) {
      assertThat(consumer.board().post("Ada", before).statusCode()).isEqualTo(202);
      assertThat(Await.until(() -> consumer.board().history().toString().contains(before), LIMIT))
          .as("stored by a consumer of the group: %s", group())
          .isTrue();
      stream.await(events -> events.stream().anyMatch(e -> e.data().contains(before)), LIMIT);
      consumer.redeploy();
      assertThat(consumer.everyLog())
          .as("Kafka's threads were not interrupted")
          .doesNotContainIgnoringCase("interrupted");
      socket.awaitThat(() -> socket.closeCode() != 0, LIMIT);
      assertThat(socket.closeCode()).isEqualTo(1001);
      assertThat(stream.connections() > 1 || stream.state() != SseClient.State.OPEN).isTrue();
      // Before the post: the first stream may be open again, and would have the new event by then
      var seen = stream.lastEventId();
      assertThat(consumer.board().post("Ada", after).statusCode()).isEqualTo(202);
      try (var next = consumer.board().stream(seen)) {
        next.await(events -> events.stream().anyMatch(e -> e.data().contains(after)), LIMIT);
      }
    }
  }

  private static void assertAllAddressesAreRight(Board board) {
    var posted = board.post("Ada", "through a proxy");
    assertThat(posted.statusCode()).isEqualTo(202);
    var place = Board.location(posted);
    assertThat(place.toString()).startsWith(board.uri() + "api/messages/");
    assertThat(Await.until(() -> board.get(place.getPath()).statusCode() == 200, LIMIT)).isTrue();
    for (var path : List.of("nothing", "no/such/page", "no/such/directory/")) {
      var missing = board.get(path);
      assertThat(missing.statusCode()).isEqualTo(404);
      var links =
          LINK.matcher(missing.body())
              .results()
              .map(link -> missing.uri().resolve(link.group(1)))
              .toList();
      assertThat(links).hasSizeGreaterThan(2).contains(board.uri());
      assertThat(links).allMatch(link -> board.get(link.getPath()).statusCode() == 200);
    }
  }

  /** What Kafka said of the group's members, all servers of the run, in the last lines. */
  private static String group() throws IOException {
    var log = Files.readAllLines(EmbeddedServices.directory().resolve("kafka.log"));
    var lines = log.stream().filter(line -> line.contains("group message-board")).toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
  }
}
