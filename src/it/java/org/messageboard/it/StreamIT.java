package org.messageboard.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.conformance.ServerConformance;
import org.messageboard.dev.Await;
import org.messageboard.page.NeedsNode;

/** Following live: order, resumption, resets, and clients that do not read. */
class StreamIT extends DeployedBoard {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** On a stream that is silent otherwise, waited for while the other tests run. */
  private static CompletableFuture<String> heartbeat;

  @BeforeAll
  static void listen() {
    heartbeat = CompletableFuture.supplyAsync(StreamIT::heartbeat);
  }

  @Test
  void allSubscribersSeeOneOrderUnderConcurrentPosting() throws Exception {
    var channel = channel();
    try (var all = board.stream("");
        var other = board.stream("");
        var filtered = board.stream("?channel=" + channel, "")) {
      postConcurrently(8, 25, channel);
      var first = ids(all.await(e -> ids(e, channel).size() == 200, LIMIT), channel);
      assertThat(first).doesNotHaveDuplicates().hasSize(200);
      assertThat(ids(other.await(e -> ids(e, channel).size() == 200, LIMIT), channel))
          .isEqualTo(first);
      assertThat(ids(filtered.await(e -> e.size() == 200, LIMIT), channel)).isEqualTo(first);
      assertThat(positions(all.events())).isSorted();
    }
  }

  @Test
  void aStreamOfAnAuthorHasOnlyThatAuthorsMessages() {
    var channel = channel();
    try (var author = board.stream("?author=B%C3%B6b", "");
        var both = board.stream("?channel=" + channel + "&author=B%C3%B6b", "")) {
      board.post(Board.message("Böb", "elsewhere", channel()));
      board.post(Board.message("Ada", "by another", channel));
      board.post(Board.message("Böb", "here", channel));
      assertThat(contents(author.await(e -> e.size() == 2, LIMIT)))
          .containsExactlyInAnyOrder("elsewhere", "here");
      assertThat(contents(both.await(e -> e.size() == 1, LIMIT))).containsExactly("here");
    }
  }

  @Test
  void aClientResumesAfterItsLastEventByHeaderAndByParameter() {
    var channel = channel();
    post(channel, 10);
    var history = historyOf(channel, 10);
    var position = history.get(6).getString("position");
    var expected = contents(channel, 4, 9);
    try (var byHeader = board.stream("?channel=" + channel, position);
        var byParameter = board.stream("?channel=" + channel + "&lastEventId=" + position, "")) {
      assertThat(contents(byHeader.await(e -> e.size() == 6, LIMIT))).isEqualTo(expected);
      assertThat(contents(byParameter.await(e -> e.size() == 6, LIMIT))).isEqualTo(expected);
    }
  }

  @Test
  void historyAndStreamJoinWithoutAHoleOrARepeat() throws Exception {
    var channel = channel();
    try (var pool = new Posting(channel)) {
      for (int i = 0; i < 10; i++) {
        pool.awaitPosted(10 * (i + 1));
        var page = Board.json(board.get("api/messages?channel=" + channel + "&limit=1000"));
        var known = page.getJsonArray("messages").getValuesAs(JsonObject.class);
        var query = "?channel=" + channel + "&lastEventId=" + page.getString("position");
        try (var stream = board.stream(query, "")) {
          var events = stream.await(e -> e.size() >= 5, LIMIT);
          var numbers = new ArrayList<>(numbers(known));
          Collections.reverse(numbers);
          events.forEach(e -> numbers.add(number(Board.json(e.data()))));
          assertThat(numbers).isEqualTo(IntStream.range(0, numbers.size()).boxed().toList());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "a:b", "unknown:5", "none:7x", "0:0", "%00", "-"})
  void anUnknownPositionIsAnsweredWithAReset(String lastEventId) {
    board.post("Ada", "so that there is a position");
    try (var stream = board.stream("?lastEventId=" + lastEventId, "")) {
      var events = stream.await(e -> !e.isEmpty(), LIMIT);
      assertThat(events.get(0).type()).isEqualTo("reset");
      assertThat(Board.json(events.get(0).data()).getString("position"))
          .isEqualTo(events.get(0).lastEventId());
    }
  }

  @Test
  void aPositionAheadOfTheBoardIsAnsweredWithAReset() {
    var epoch = Board.json(board.get("api/messages")).getString("position").split(":")[0];
    try (var stream = board.stream(epoch + ":999999999")) {
      assertThat(stream.await(e -> !e.isEmpty(), LIMIT).get(0).type()).isEqualTo("reset");
    }
  }

  @Test
  void theHeadersGoOutAtOnceWithARetryTime() throws IOException {
    try (var client = new Socket(board.uri().getHost(), board.uri().getPort())) {
      client.setSoTimeout(10_000);
      request(client, "/api/messages/stream?channel=" + channel());
      var answer = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
      var lines = new ArrayList<String>();
      for (var line = answer.readLine(); !line.startsWith("retry:"); line = answer.readLine()) {
        lines.add(line);
      }
      assertThat(lines.get(0)).isEqualTo("HTTP/1.1 200 OK");
      assertThat(lines).anyMatch(l -> l.startsWith("Content-Type: text/event-stream"));
      // A proxy that compresses collects what it may change
      assertThat(lines).contains("Cache-Control: no-store, no-transform");
    }
  }

  @Test
  void aHeartbeatComesWithinFifteenSeconds() {
    assertThat(heartbeat).succeedsWithin(LIMIT).isEqualTo(":");
  }

  private static String heartbeat() {
    var uri = Board.deployed().uri();
    try (var client = new Socket(uri.getHost(), uri.getPort())) {
      client.setSoTimeout(20_000);
      request(client, "/api/messages/stream?channel=" + channel());
      var answer = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
      var line = answer.readLine();
      while (!line.equals(":")) {
        line = answer.readLine();
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aClientThatDoesNotReadCostsTheOthersNothingAndMissesNothing() throws Exception {
    var channel = channel();
    var start = Board.json(board.get("api/messages")).getString("position");
    double slow = slowClients();
    try (var stalled = new Socket();
        var reading = board.stream("?channel=" + channel, "")) {
      stalled.setReceiveBufferSize(4096);
      stalled.connect(new InetSocketAddress(board.uri().getHost(), board.uri().getPort()));
      request(stalled, "/api/messages/stream?channel=" + channel + "&lastEventId=" + start);
      int posted = 0;
      long slowest = 0;
      var big = "x".repeat(1900);
      while (posted < 4000) {
        long began = System.nanoTime();
        postConcurrently(10, 20, channel, big);
        posted += 200;
        int expected = posted;
        reading.await(e -> e.size() >= expected, LIMIT);
        slowest = Math.max(slowest, System.nanoTime() - began);
      }
      assertThat(ids(reading.events(), channel)).hasSize(posted).doesNotHaveDuplicates();
      assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(20));
      // Whoever reads again before the write has failed gets the end of the response instead
      assertThat(Await.until(() -> slowClients() > slow, LIMIT)).isTrue();
      assertThat(Await.until(() -> isClosedByServer(stalled), LIMIT)).isTrue();
      try (var back = board.stream("?channel=" + channel + "&lastEventId=" + start, "")) {
        int all = posted;
        var events = back.await(e -> e.size() >= all, LIMIT);
        assertThat(ids(events, channel)).isEqualTo(ids(reading.events(), channel));
      }
    }
  }

  private double slowClients() {
    return Exposition.of(board).value("messageboard_streams_closed_total{reason=\"slow\"}");
  }

  /** Reads what there is; the end of the stream or a reset connection is the server's doing. */
  private static boolean isClosedByServer(Socket socket) {
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

  private static void request(Socket client, String path) throws IOException {
    var request =
        "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n".formatted(path);
    client.getOutputStream().write(request.getBytes(US_ASCII));
  }

  private void post(String channel, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(board.post(Board.message("Ada", Integer.toString(i), channel)).statusCode())
          .isEqualTo(202);
    }
  }

  private void postConcurrently(int threads, int each, String channel) throws Exception {
    postConcurrently(threads, each, channel, "");
  }

  private void postConcurrently(int threads, int each, String channel, String text)
      throws Exception {
    var pool = Executors.newFixedThreadPool(threads);
    try {
      Callable<Void> posts =
          () -> {
            for (int i = 0; i < each; i++) {
              var answer = board.post(Board.message("Ada", i + " " + text, channel));
              assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            }
            return null;
          };
      for (var done : pool.invokeAll(Collections.nCopies(threads, posts))) {
        done.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private List<JsonObject> historyOf(String channel, int count) {
    var query = "?channel=" + channel + "&limit=1000";
    assertThat(Await.until(() -> board.history(query).size() == count, LIMIT)).isTrue();
    return board.history(query);
  }

  private static List<Integer> numbers(List<JsonObject> messages) {
    return messages.stream().map(StreamIT::number).toList();
  }

  private static int number(JsonObject message) {
    return Integer.parseInt(message.getString("content"));
  }

  private static List<Long> positions(List<SseEvent> events) {
    return events.stream().map(e -> Long.valueOf(e.lastEventId().split(":")[1])).toList();
  }

  private static List<String> ids(List<SseEvent> events, String channel) {
    return events.stream()
        .map(e -> Board.json(e.data()))
        .filter(m -> m.getString("channel").equals(channel))
        .map(m -> m.getString("id"))
        .toList();
  }

  private static List<String> contents(List<SseEvent> events) {
    return events.stream().map(e -> Board.json(e.data()).getString("content")).toList();
  }

  private static List<String> contents(String channel, int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
  }

  private static String channel() {
    return "s-" + UUID.randomUUID().toString().substring(0, 13);
  }

  /** Posts 0, 1, 2, ... to a channel until it is closed. */
  private final class Posting implements AutoCloseable {

    private final Thread thread;
    private volatile int posted;
    private volatile boolean stopping;

    Posting(String channel) {
      thread =
          new Thread(
              () -> {
                while (!stopping) {
                  board.post(Board.message("Ada", Integer.toString(posted), channel));
                  posted++;
                }
              });
      thread.start();
    }

    void awaitPosted(int count) {
      assertThat(Await.until(() -> posted >= count, LIMIT)).isTrue();
    }

    @Override
    public void close() {
      stopping = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  @Tag("page")
  @ExtendWith(NeedsNode.class)
  void theExamplesBotAnswersOnceHoweverOftenItIsStarted() throws IOException {
    var channel = "dice-" + UUID.randomUUID().toString().substring(0, 8);
    board.post(Board.message("Ada", "!dice 20", channel));
    for (int i = 0; i < 2; i++) {
      var bot = startBot(channel);
      try {
        board.post(Board.message("Ada", "!dice", channel));
        int answered = 2 + i;
        assertThat(Await.until(() -> answers(channel) == answered, LIMIT)).isTrue();
      } finally {
        bot.destroy();
      }
    }
    assertThat(answers(channel)).isEqualTo(3);
  }

  private Process startBot(String channel) throws IOException {
    return new ProcessBuilder("node", "examples/bot.mjs", board.uri().toString(), channel)
        .redirectErrorStream(true)
        .redirectOutput(Redirect.DISCARD)
        .start();
  }

  private long answers(String channel) {
    return board.history("?channel=" + channel).stream()
        .filter(message -> message.getString("author").equals("Dice"))
        .count();
  }

  @Test
  void theBoardKeepsTheProtocol() throws InterruptedException {
    assertThat(new ServerConformance(board.uri(), null).check()).isEmpty();
  }
}
