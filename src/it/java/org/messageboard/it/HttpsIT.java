package org.messageboard.it;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static java.net.http.HttpClient.Version.HTTP_2;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.dev.Await;
import org.messageboard.dev.Certificate;

/** The unchanged WAR on a server that serves HTTPS with HTTP/2 besides. */
class HttpsIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String PASSWORD = "st0re-s3cret";

  @TempDir static Path directory;

  private static Certificate certificate;
  private static HttpsServer server;

  @BeforeAll
  static void start() throws Exception {
    certificate = Certificate.create(directory, "https", "ip:127.0.0.1", PASSWORD);
    server = new HttpsServer("https", certificate).start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void whatIsPostedOverHttp2IsReadAndStreamedOverTheSameConnection() throws Exception {
    var board = server.secure(HTTP_2);
    var channel = channel();
    double limit;
    try (var all = board.stream("");
        var one = board.stream("?channel=" + channel, "");
        var older = server.secure(HTTP_1_1).stream("")) {
      assertThat(older.connections()).isEqualTo(1);
      var contents = post(board, channel, 20);
      one.await(events -> contents(events, channel).size() >= contents.size(), LIMIT);
      all.await(events -> contents(events, channel).size() >= contents.size(), LIMIT);
      assertThat(contents(one.events(), channel)).isEqualTo(contents);
      assertThat(contents(all.events(), channel)).isEqualTo(contents);
      assertThat(one.connections()).isEqualTo(1);
      var history = board.history("?channel=" + channel).stream().map(m -> m.getString("content"));
      assertThat(history.sorted().toList()).isEqualTo(contents.stream().sorted().toList());
      limit = metric("streams_limit");
    }
    // That a client has gone is noticed when something is written to it
    assertThat(
            Await.until(
                () -> {
                  server.plain().post(Board.message("Ada", "over", channel));
                  return metric("streams_limit") >= limit + 3;
                },
                LIMIT))
        .as("those with TLS had two places each")
        .isTrue();
  }

  @Test
  void aStreamOverHttp2GoesOnAfterWhatItHad() throws Exception {
    var board = server.secure(HTTP_2);
    var channel = channel();
    var stream = board.stream("?channel=" + channel, "");
    var first = post(board, channel, 3);
    stream.await(events -> contents(events, channel).size() == 3, LIMIT);
    stream.close();
    var missed = post(server.plain(), channel, 3);
    try (var again = board.stream("?channel=" + channel, stream.lastEventId())) {
      var live = post(board, channel, 1);
      again.await(events -> contents(events, channel).size() >= 4, LIMIT);
      assertThat(contents(again.events(), channel))
          .isEqualTo(Stream.concat(missed.stream(), live.stream()).toList())
          .doesNotContainAnyElementsOf(first);
    }
  }

  @Test
  void aWebSocketOpensOverTlsAndIsCutWhenItsClientDoesNotRead() throws Exception {
    var board = server.secure(HTTP_2);
    var channel = channel();
    var start = Board.json(board.get("api/messages")).getString("position");
    var query = "?channel=" + channel + "&lastEventId=" + start;
    var sockets = board.http().sslContext().getSocketFactory();
    try (var stalled = SocketIT.open(sockets.createSocket(), board, query);
        var reading = SocketClient.connect(board.http(), SocketClient.uri(board, query))) {
      var answer =
          reading.ask(
              "post", "\"author\":\"Ada\",\"content\":\"0\",\"channel\":\"%s\"".formatted(channel));
      assertThat(answer.getInt("status")).isEqualTo(202);
      // More than the system takes for a client
      var big = "😀".repeat(1900);
      for (int posted = 1; posted < 1000; posted++) {
        server.plain().post(Board.message("Ada", big + posted, channel));
      }
      assertThat(reading.await(events -> events.size() == 1000, LIMIT)).hasSize(1000);
      assertThat(Await.until(() -> metric("streams_closed_total{reason=\"slow\"}") == 1, LIMIT))
          .isTrue();
      assertThat(Await.until(() -> SocketIT.isClosedByServer(stalled), LIMIT)).isTrue();
    }
    assertThat(Await.until(() -> metric("stream_threads_blocked") == 0, LIMIT))
        .as("its thread is free")
        .isTrue();
  }

  private static double metric(String name) {
    return Exposition.of(server.plain()).value("messageboard_" + name);
  }

  @Test
  void httpsAnswersTellBrowsersToStayWithHttpsAndOthersDoNot() throws Exception {
    for (var path : List.of("", "api/messages", "health/ready", "openapi", "nothing-here")) {
      var h2 = server.secure(HTTP_2).get(path);
      var h1 = server.secure(HTTP_1_1).get(path);
      var plain = server.plain().get(path);
      assertThat(List.of(h2.version(), h1.version(), plain.version()))
          .containsExactly(HTTP_2, HTTP_1_1, HTTP_1_1);
      assertThat(stay(h2)).containsExactly("max-age=31536000");
      assertThat(stay(h1)).containsExactly("max-age=31536000");
      assertThat(stay(plain)).isEmpty();
      assertThat(List.of(h2.headers(), h1.headers(), plain.headers()))
          .allMatch(headers -> headers.firstValue("Server").isEmpty())
          .allMatch(headers -> headers.firstValue("X-Powered-By").isEmpty());
    }
  }

  @Test
  void answersAreCompressedOverHttp2Too() throws Exception {
    var http = server.secure(HTTP_2).http();
    for (var path : List.of("", "api/channels")) {
      var request = HttpRequest.newBuilder(server.uri().resolve(path));
      var answer =
          http.send(
              request.header("Accept-Encoding", "gzip").build(), BodyHandlers.ofInputStream());
      assertThat(answer.version()).isEqualTo(HTTP_2);
      assertThat(answer.headers().firstValue("Content-Encoding")).as(path).contains("gzip");
      try (var in = new GZIPInputStream(answer.body())) {
        assertThat(new String(in.readAllBytes(), UTF_8))
            .isEqualTo(server.secure(HTTP_1_1).get(path).body());
      }
    }
  }

  @Test
  void overHttpsACookieIsSecureAndOfThisHostAlone() throws Exception {
    for (var version : List.of(HTTP_2, HTTP_1_1)) {
      var board = server.secure(version);
      assertThat(Guest.cookies(board.get("")))
          .singleElement()
          .asString()
          .matches(
              "__Host-board-guest=g1\\.[^;]+; Max-Age=\\d+; Path=/; HttpOnly; SameSite=Lax; Secure");
      var origin = server.uri().toString().replaceFirst("/$", "");
      var guest = Guest.of(board);
      var id = UUID.randomUUID().toString();
      var message = Board.message("Ada", "over " + version);
      var headers =
          new String[] {"Origin", origin, "Cookie", guest.cookie(), "Idempotency-Key", id};
      assertThat(board.postOnce(message, headers).statusCode()).isEqualTo(202);
      var one = "api/messages/" + id;
      assertThat(Await.until(() -> guest.get(board, one).body().contains("\"mine\":true"), LIMIT))
          .isTrue();
      var planted = new Guest(guest.cookie().replace("__Host-", ""));
      assertThat(planted.get(board, one).body()).doesNotContain("mine");
    }
  }

  @Test
  void onlyTls12And13AreSpoken() throws Exception {
    assertThat(server.secure(HTTP_2).get("api/channels").statusCode()).isEqualTo(200);
    for (var old : List.of("TLSv1", "TLSv1.1")) {
      var parameters = new SSLParameters();
      parameters.setProtocols(new String[] {old});
      var http = HttpClient.newBuilder().sslParameters(parameters).build();
      assertThatThrownBy(() -> new Board(server.uri(), http).get("api/channels"))
          .isInstanceOf(UncheckedIOException.class);
    }
    assertThat(server.server().everyLog()).doesNotContain("CWWKO0801E", PASSWORD);
  }

  @Test
  void aRenewedCertificateIsServedWithoutARestart() throws Exception {
    var renewed = Certificate.create(directory, "renewed", "ip:127.0.0.1", PASSWORD);
    var first = Files.copy(certificate.keystore(), directory.resolve("first.p12"));
    assertThat(answers(renewed)).isFalse();
    Files.move(renewed.keystore(), certificate.keystore(), ATOMIC_MOVE);
    assertThat(Await.until(() -> answers(renewed), LIMIT)).isTrue();
    Files.move(first, certificate.keystore(), ATOMIC_MOVE);
    assertThat(Await.until(() -> answers(certificate), LIMIT)).isTrue();
  }

  /** Through a connection of its own. */
  private static boolean answers(Certificate trusted) {
    try {
      return server.secure(HTTP_2, trusted).get("api/channels").statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String channel() {
    return "https-" + UUID.randomUUID().toString().substring(0, 8);
  }

  private static List<String> post(Board board, String channel, int messages) {
    var contents = IntStream.range(0, messages).mapToObj(n -> n + " " + UUID.randomUUID()).toList();
    contents.forEach(
        content ->
            assertThat(board.post(Board.message("Ada", content, channel)).statusCode())
                .isEqualTo(202));
    return contents;
  }

  private static List<String> contents(List<SseEvent> events, String channel) {
    return events.stream()
        .filter(event -> !event.data().isEmpty())
        .map(event -> Board.json(event.data()))
        .filter(message -> channel.equals(message.getString("channel", "")))
        .map(message -> message.getString("content"))
        .toList();
  }

  private static List<String> stay(HttpResponse<String> answer) {
    return answer.headers().allValues("Strict-Transport-Security");
  }
}
