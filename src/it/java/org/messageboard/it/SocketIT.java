package org.messageboard.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageboard.dev.Await;
import org.messageboard.it.SocketClient.RefusedException;

/** The stream over WebSocket: what it promises beside what {@link StreamIT} holds for both. */
class SocketIT extends DeployedBoard {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Silent otherwise; its ping is waited for while the other tests run. */
  private static SocketClient quiet;

  @BeforeAll
  static void listen() {
    quiet = SocketClient.connect(Board.deployed(), "?channel=" + channel());
  }

  @Test
  void bothTransportsBringTheSameInTheSameOrder() {
    var channel = channel();
    try (var socket = SocketClient.connect(board, "?channel=" + channel);
        var stream = board.stream("?channel=" + channel, "")) {
      post(channel, "first");
      post(channel, "second €");
      var guest = Guest.of(board);
      var own = UUID.randomUUID().toString();
      guest.post(board, Board.message("Ada", "mine", channel), own);
      socket.await(events -> events.size() == 3, LIMIT);
      guest.change(board, "DELETE", "api/messages/" + own, null);
      var got = socket.await(events -> events.size() == 4, LIMIT);
      var sse = stream.await(events -> events.size() == 4, LIMIT);
      assertThat(got).isEqualTo(sse.stream().map(event -> Board.json(event.data())).toList());
      assertThat(got.get(3).getString("type")).isEqualTo("deleted");
      var first = socket.received().get(0);
      assertThat(first.getString("type")).isEqualTo("open");
      assertThat(first.getInt("retry")).isPositive();
      assertThat(socket.ofType("position")).hasSize(1);
    }
  }

  @Test
  void aClientResumesAfterItsLastEventAndAfterItsFirstPosition() {
    var channel = channel();
    String joined;
    try (var socket = SocketClient.connect(board, "?channel=" + channel)) {
      socket.awaitThat(() -> socket.ofType("position").findAny().isPresent(), LIMIT);
      joined = socket.ofType("position").findFirst().orElseThrow().getString("position");
    }
    IntStream.range(0, 10).forEach(i -> post(channel, Integer.toString(i)));
    var from = "?channel=" + channel + "&lastEventId=";
    try (var all = SocketClient.connect(board, from + joined)) {
      assertThat(contents(all.await(events -> events.size() == 10, LIMIT)))
          .isEqualTo(IntStream.range(0, 10).mapToObj(Integer::toString).toList());
      var fourth = all.events().get(3).getString("position");
      try (var rest = SocketClient.connect(board, from + fourth)) {
        assertThat(rest.await(events -> events.size() == 6, LIMIT))
            .isEqualTo(all.events().subList(4, 10));
      }
    }
  }

  @Test
  void anUnknownPositionIsAnsweredWithAReset() {
    post(channel(), "so that there is a position");
    try (var socket = SocketClient.connect(board, "?lastEventId=garbage")) {
      socket.awaitThat(() -> socket.ofType("reset").findAny().isPresent(), LIMIT);
    }
  }

  @Test
  void aPingComesWithinFifteenSecondsAndAClientsIsAnswered() {
    quiet.ping("here?");
    quiet.awaitThat(
        () -> quiet.ofType("pong").anyMatch(p -> p.getString("payload").equals("here?")), LIMIT);
    quiet.awaitThat(() -> quiet.pings() > 0, LIMIT);
  }

  @ParameterizedTest
  @CsvSource({"?channel=NO,400", "?channel=p-11111111111111111111111111111111,404"})
  void whatAStreamIsRefusedForAWebSocketIsToo(String query, int status) {
    assertThat(statusOf(query)).isEqualTo(status);
    assertThat(board.get("api/messages/stream" + query).statusCode()).isEqualTo(status);
  }

  @Test
  void anotherSitesPageGetsNoneAndTheBoardsOwnDoes() {
    assertThat(statusOf("", "Origin", "https://evil.example")).isEqualTo(403);
    assertThat(statusOf("", "Origin", "null")).isEqualTo(403);
    var own = board.uri().toString().replaceFirst("/$", "");
    SocketClient.connect(board, "", "Origin", own).close();
  }

  private int statusOf(String query, String... headers) {
    try (var socket = SocketClient.connect(board, query, headers)) {
      return 101;
    } catch (RefusedException e) {
      return e.status();
    }
  }

  @Test
  void aRequestThatIsNoHandshakeIsToldSo() {
    HttpResponse<String> answer = board.get("api/messages/socket");
    assertThat(answer.statusCode()).isEqualTo(426);
    assertThat(answer.headers().firstValue("Sec-WebSocket-Version")).contains("13");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource({
    "888237fa213d3412,1000",
    "888237fa213d3413,1001",
    "888037fa213d,1000",
    "810548656c6c6f,1002",
    "828137fa213d56,1003",
    "818137fa213dc8,1007",
    "81ff00000000ffffffff37fa213d,1009"
  })
  void aConnectionIsClosedWithTheStandardsCode(String hex, int code) throws IOException {
    try (var client = open("")) {
      client.getOutputStream().write(HexFormat.of().parseHex(hex));
      assertThat(closeCode(client)).isEqualTo(code);
    }
  }

  /** Reads frames from the server to the last, and gives the code of its close frame. */
  private static int closeCode(Socket client) throws IOException {
    client.setSoTimeout(20_000);
    var in = new DataInputStream(client.getInputStream());
    while (true) {
      int first = in.readUnsignedByte();
      int length = in.readUnsignedByte();
      var payload = in.readNBytes(length == 126 ? in.readUnsignedShort() : length);
      if (first == 0x88) {
        assertThat(in.read()).as("nothing after it").isNegative();
        return (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
      }
    }
  }

  @Test
  void aClientThatDoesNotReadIsCutAndCostsTheOthersNothing() throws Exception {
    var channel = channel();
    var start = Board.json(board.get("api/messages")).getString("position");
    double slow = closed("slow");
    try (var stalled = open("?channel=" + channel + "&lastEventId=" + start);
        var reading = SocketClient.connect(board, "?channel=" + channel)) {
      // More than the system takes for a client
      var big = "😀".repeat(1900);
      for (int posted = 1; posted <= 1000; posted++) {
        post(channel, big + posted);
      }
      assertThat(reading.await(events -> events.size() == 1000, LIMIT)).hasSize(1000);
      assertThat(Await.until(() -> closed("slow") > slow, LIMIT)).isTrue();
      assertThat(Await.until(() -> isClosedByServer(stalled), LIMIT)).isTrue();
    }
    assertThat(
            Await.until(
                () -> Exposition.of(board).value("messageboard_stream_threads_blocked") == 0,
                LIMIT))
        .as("its thread is free")
        .isTrue();
  }

  private Socket open(String query) throws IOException {
    return open(new Socket(), board, query);
  }

  /** A client with little room that does the handshake and then nothing. */
  static Socket open(Socket client, Board board, String query) throws IOException {
    client.setReceiveBufferSize(4096);
    client.connect(new InetSocketAddress(board.uri().getHost(), board.uri().getPort()));
    var request =
        """
        GET /api/messages/socket%s HTTP/1.1\r
        Host: localhost\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r
        """;
    client.getOutputStream().write(request.formatted(query).getBytes(US_ASCII));
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) client.getInputStream().read());
    }
    assertThat(head.toString())
        .startsWith("HTTP/1.1 101 ")
        .contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    return client;
  }

  /** Reads what there is; the end or a reset connection is the server's doing. */
  static boolean isClosedByServer(Socket socket) {
    try {
      socket.setSoTimeout(1_000);
      var in = socket.getInputStream();
      var chunk = new byte[65_536];
      for (int read = in.read(chunk); read >= 0; ) {
        read = in.read(chunk);
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void whatAClientWritesIsAnsweredByItsRefAndOnTheStream() {
    var channel = channel();
    var guest = Guest.of(board);
    try (var socket =
        SocketClient.connect(board, "?channel=" + channel, "Cookie", guest.cookie())) {
      var id = UUID.randomUUID().toString();
      var post = "\"key\":\"%s\",\"author\":\"Ada\",\"content\":\"one €\",\"channel\":\"%s\"";
      var posted = socket.ask("post", post.formatted(id, channel));
      assertThat(posted.getInt("status")).isEqualTo(202);
      assertThat(posted.getJsonObject("body").getString("id")).isEqualTo(id);
      var event = socket.await(events -> events.size() == 1, LIMIT).get(0);
      assertThat(event.getString("content")).isEqualTo("one €");
      var again = socket.ask("post", post.formatted(id, channel));
      assertThat(again.getInt("status")).isEqualTo(202);
      var other = socket.ask("post", post.replace("one", "two").formatted(id, channel));
      assertThat(other.getInt("status")).isEqualTo(422);
      var message = "\"message\":\"" + id + "\"";
      var edit = message + ",\"content\":\"edited\",\"revision\":1";
      assertThat(socket.ask("edit", edit).getJsonObject("body").getInt("revision")).isEqualTo(2);
      socket.await(events -> events.size() == 2, LIMIT);
      assertThat(socket.ask("edit", edit.replace("edited", "x")).getInt("status")).isEqualTo(412);
      var emoji = message + ",\"emoji\":\"👍\",\"author\":\"Ada\"";
      assertThat(socket.ask("react", emoji).getInt("status")).isEqualTo(202);
      assertThat(socket.ask("unreact", emoji).getInt("status")).isEqualTo(202);
      assertThat(socket.ask("delete", message).getJsonObject("body").getBoolean("deleted"))
          .isTrue();
      assertThat(types(socket.await(events -> events.size() == 5, LIMIT)))
          .containsExactly("", "edited", "reacted", "unreacted", "deleted");
    }
  }

  private static List<String> types(List<JsonObject> events) {
    return events.stream().map(event -> event.getString("type", "")).toList();
  }

  /** The same problems as over HTTP, and the connection goes on. */
  @Test
  void whatCannotBeDoneIsAnsweredWithAProblem() {
    try (var socket = SocketClient.connect(board, "?channel=" + channel())) {
      assertThat(socket.ask("dance", "").getInt("status")).isEqualTo(400);
      var invalid = socket.ask("post", "\"author\":\"\",\"content\":1").getJsonObject("body");
      assertThat(invalid.getJsonArray("errors")).hasSize(2);
      assertThat(socket.ask("post", "\"key\":\"x\",\"author\":\"A\"").getInt("status"))
          .isEqualTo(400);
      assertThat(socket.ask("edit", "\"content\":\"x\"").getInt("status")).isEqualTo(400);
      var unknown = "\"message\":\"" + UUID.randomUUID() + "\"";
      assertThat(socket.ask("delete", unknown).getInt("status")).isEqualTo(404);
      var emoji = unknown + ",\"emoji\":\"👍\",\"author\":\"Ada\"";
      assertThat(socket.ask("react", emoji).getInt("status")).as("nobody known").isEqualTo(403);
      var mark = "\"channel\":\"general\",\"id\":\"x\",\"count\":1";
      assertThat(socket.ask("read", mark).getInt("status")).as("a guest").isEqualTo(403);
      socket.send("[]");
      socket.awaitThat(
          () -> socket.ofType("answer").anyMatch(a -> a.getString("ref").isEmpty()), LIMIT);
    }
  }

  @Test
  void aClientThatGoesAwayIsNoticedAtOnce() {
    var channel = channel();
    double before = closed("client");
    SocketClient.connect(board, "?channel=" + channel).close();
    assertThat(Await.until(() -> closed("client") > before, Duration.ofSeconds(5))).isTrue();
  }

  private double closed(String reason) {
    var name = "messageboard_streams_closed_total{reason=\"" + reason + "\"}";
    return Exposition.of(board).value(name);
  }

  private void post(String channel, String content) {
    var answer = board.post(Board.message("Ada", content, channel));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  private static List<String> contents(List<JsonObject> messages) {
    return messages.stream().map(m -> m.getString("content")).toList();
  }

  private static String channel() {
    return "w-" + UUID.randomUUID().toString().substring(0, 13);
  }
}
