package org.messageboard.it;

import static java.net.http.HttpResponse.BodyHandlers.ofInputStream;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.messageboard.dev.Await;
import org.messageboard.http.OwnRequests;

/**
 * What an operator is told at {@code /metrics}. On services of its own: a second member of the
 * consumer group would take a part of the records.
 */
class MetricsIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final Duration START_LIMIT = Duration.ofSeconds(300);

  private static final int CROWD = 100;

  private static final String COLD = "\"name\":\"warm-up\",\"status\":\"DOWN\"";

  private static Services services;
  private static BoardServer server;

  /** As they were when the server was ready, before anybody used it. */
  private static Exposition warm;

  private static String warmHistory;
  private static String warmHealth;

  /** What {@code /health/started} said last before the server was ready. */
  private static String coldStart = "";

  private final Board board = server.board();

  @BeforeAll
  static void start() {
    services = new Services("metrics");
    server = services.server("all", Map.of("BOARD_WARM_UP_SECONDS", "3"));
    var start = CompletableFuture.runAsync(server::start);
    Await.until(() -> start.isDone() || isCold(), START_LIMIT);
    start.join();
    // The last stream is counted out a moment after its client has seen its end
    Await.until(() -> isQuiet(warm = Exposition.of(server.board())), LIMIT);
    warmHistory = server.board().get("api/messages").body();
    warmHealth = server.board().get("health/ready").body();
  }

  private static boolean isCold() {
    try {
      coldStart = server.board().get("health/started").body();
    } catch (UncheckedIOException e) {
      return false; // no port yet
    }
    return coldStart.contains(COLD);
  }

  private static boolean isQuiet(Exposition exposition) {
    return exposition.value("messageboard_streams_open") == 0;
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.stop();
    }
    if (services != null) {
      services.close();
    }
  }

  /** Of what a server asks itself before it is ready, nothing reaches anybody. */
  @Test
  void theWarmUpLeavesNothingBehind() {
    var route =
        "messageboard_http_request_seconds_count{method=\"%s\",route=\"warm_up\",status=\"%s\"}";
    assertThat(warmHealth).contains("\"warm-up\"");
    assertThat(coldStart).contains(COLD);
    assertThat(board.get("health/started").body()).contains("\"warm-up\"").doesNotContain("DOWN");
    assertThat(warm.value(route.formatted("POST", 404))).isGreaterThan(20);
    assertThat(warm.value(route.formatted("GET", 200))).isGreaterThan(10);
    assertThat(warm.sum("messageboard_posts_refused_total")).isZero();
    assertThat(warm.value("messageboard_produce_seconds_count")).isZero();
    assertThat(warm.value("messageboard_streams_open")).isZero();
    assertThat(warmHistory).contains("\"messages\":[]");
    assertThat(board.get("api/channels", OwnRequests.HEADER, "guessed").statusCode())
        .isEqualTo(200);
    assertThat(Exposition.of(board).value(route.formatted("POST", 404)))
        .isEqualTo(warm.value(route.formatted("POST", 404)));
  }

  @Test
  void aMessageIsCountedOnItsWholeWay() {
    var before = Exposition.of(board);
    try (var stream = board.stream("")) {
      board.post("Ada", "measured");
      stream.await(events -> !events.isEmpty(), LIMIT);
      assertThat(
              Await.until(() -> grown(before, "messageboard_stream_events_sent_total") >= 1, LIMIT))
          .isTrue();
      assertThat(grown(before, "messageboard_posts_accepted_total")).isGreaterThanOrEqualTo(1);
      assertThat(grown(before, "messageboard_produce_seconds_count")).isGreaterThanOrEqualTo(1);
      assertThat(grown(before, "messageboard_records_consumed_total")).isGreaterThanOrEqualTo(1);
      assertThat(grown(before, "messageboard_records_applied_total{result=\"applied\"}"))
          .isGreaterThanOrEqualTo(1);
      assertThat(grown(before, "messageboard_apply_batch_records_count")).isGreaterThanOrEqualTo(1);
      assertThat(grown(before, "messageboard_stream_bytes_sent_total")).isGreaterThan(100);
      assertThat(grown(before, "messageboard_stream_writes_total")).isGreaterThanOrEqualTo(2);
      assertThat(grown(before, "messageboard_streams_opened_total{start=\"new\"}"))
          .isGreaterThanOrEqualTo(1);
      assertThat(grown(before, "messageboard_delivery_seconds_count")).isGreaterThanOrEqualTo(1);
      assertThat(Exposition.of(board).value("messageboard_streams_open")).isGreaterThanOrEqualTo(1);
    }
    assertThat(
            Await.until(
                () -> grown(before, "messageboard_streams_closed_total{reason=\"client\"}") >= 1,
                Duration.ofSeconds(40)))
        .isTrue();
  }

  @Test
  void aMessageThatComesInTimeIsNotMeasuredAsLate() {
    try (var stream = board.stream("")) {
      var before = Exposition.of(board);
      board.post("Ada", "in time");
      stream.await(events -> !events.isEmpty(), LIMIT);
      assertThat(
              Await.until(() -> grown(before, "messageboard_delivery_seconds_count") >= 1, LIMIT))
          .isTrue();
      double mean =
          grown(before, "messageboard_delivery_seconds_sum")
              / grown(before, "messageboard_delivery_seconds_count");
      assertThat(mean).isBetween(0.0, 10.0);
    }
  }

  @Test
  void aPostThatIsRefusedIsCountedByItsReason() {
    var before = Exposition.of(board);
    var empty = Json.createObjectBuilder().build();
    assertThat(board.postOnce(empty).statusCode()).isEqualTo(400);
    assertThat(grown(before, "messageboard_posts_refused_total{reason=\"invalid\"}"))
        .isGreaterThanOrEqualTo(1);
    assertThat(
            grown(
                before,
                "messageboard_http_request_seconds_count{method=\"POST\",route=\"messages\",status=\"400\"}"))
        .isGreaterThanOrEqualTo(1);
  }

  /** Nobody gets what another one has asked for. */
  @Test
  void everybodyInACrowdGetsTheirOwnAnswer() throws IOException {
    var route =
        "messageboard_http_request_seconds_count{method=\"GET\",route=\"stream\",status=\"%s\"}";
    var before = Exposition.of(board);
    var http = HttpClient.newHttpClient();
    var answers = new ArrayList<CompletableFuture<HttpResponse<InputStream>>>();
    for (var query : List.of("?author=J%C3%BCrgen%20%26+Ada", "?channel=A")) {
      var uri = board.uri().resolve("api/messages/stream" + query);
      for (int i = 0; i < CROWD; i++) {
        answers.add(http.sendAsync(HttpRequest.newBuilder(uri).build(), ofInputStream()));
      }
    }
    for (var answer : answers.subList(CROWD, 2 * CROWD)) {
      assertThat(answer.join().statusCode()).isEqualTo(400);
      assertThat(answer.join().body()).asString(UTF_8).contains("\"field\":\"channel\"");
    }
    assertThat(answers.subList(0, CROWD)).allMatch(a -> a.join().statusCode() == 200);
    board.post("Ada", "not for them");
    var id = Board.json(board.post("Jürgen & Ada", "for them")).getString("id");
    for (var answer : answers.subList(0, CROWD)) {
      try (var lines = new BufferedReader(new InputStreamReader(answer.join().body(), UTF_8))) {
        var first = lines.lines().filter(line -> line.startsWith("data:")).findFirst();
        assertThat(first).get().asString().contains(id);
      }
    }
    assertThat(Await.until(() -> grown(before, route.formatted(400)) == CROWD, LIMIT)).isTrue();
    assertThat(grown(before, route.formatted(200))).isEqualTo(CROWD);
  }

  @Test
  void parametersOfAPathMakeNoOtherRoute() {
    var before = Exposition.of(board);
    assertThat(board.get("api/messages;x=1").statusCode()).isEqualTo(200);
    assertThat(
            grown(
                before,
                "messageboard_http_request_seconds_count{method=\"GET\",route=\"messages\",status=\"200\"}"))
        .isGreaterThanOrEqualTo(1);
  }

  @Test
  void aRepeatedPostIsCountedAsKnown() {
    var message = Board.message("Ada", "twice");
    var before = Exposition.of(board);
    // Which is not appended again when it stands on the board by then
    assertThat(
            Await.until(
                () -> {
                  var key = UUID.randomUUID().toString();
                  board.post(message, key);
                  board.post(message, key);
                  return grown(
                          before, "messageboard_records_applied_total{result=\"message_known\"}")
                      >= 1;
                },
                LIMIT))
        .isTrue();
  }

  @Test
  void readsAreMeasuredByOperationAndRoute() {
    var before = Exposition.of(board);
    assertThat(board.get("api/messages?author=Ada").statusCode()).isEqualTo(200);
    assertThat(board.get("api/messages/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
    for (var operation : List.of("history", "find")) {
      assertThat(grown(before, reads(operation))).as(operation).isGreaterThanOrEqualTo(1);
    }
    // They may be known for up to a second
    assertThat(
            Await.until(
                () ->
                    board.get("api/channels").statusCode() == 200
                        && grown(before, reads("channels")) >= 1,
                Duration.ofSeconds(5)))
        .isTrue();
    assertThat(
            grown(
                before,
                "messageboard_http_request_seconds_count{method=\"GET\",route=\"message\",status=\"404\"}"))
        .isGreaterThanOrEqualTo(1);
  }

  private static String reads(String operation) {
    return "messageboard_redis_operation_seconds_count{operation=\"" + operation + "\"}";
  }

  @Test
  void aClientThatCannotGoOnIsCounted() {
    var before = Exposition.of(board);
    try (var stream = board.stream("nowhere:7")) {
      stream.await(events -> !events.isEmpty(), LIMIT);
      assertThat(grown(before, "messageboard_streams_reset_total")).isGreaterThanOrEqualTo(1);
      assertThat(grown(before, "messageboard_streams_opened_total{start=\"resumed\"}"))
          .isGreaterThanOrEqualTo(1);
    }
  }

  /** Whatever clients send, there are as many series as before. */
  @Test
  void nothingThatClientsSendBecomesALabel() {
    board.get("api/messages/nobody-hostile");
    board.get("api/nothing-hostile?x=hostile");
    board.post("author-hostile", "content-hostile");
    assertThat(board.get("metrics").body()).doesNotContain("hostile");
  }

  @Test
  void theServerTellsOfItselfAndOfWhatItNeeds() {
    var now = Exposition.of(board);
    assertThat(now.value("messageboard_kafka_reachable")).isEqualTo(1);
    assertThat(now.value("messageboard_redis_listener_connected")).isEqualTo(1);
    assertThat(now.value("messageboard_consumer_delivering")).isEqualTo(1);
    assertThat(now.value("messageboard_streams_limit")).isGreaterThan(0);
    assertThat(now.value("messageboard_dead_letters_total")).isGreaterThanOrEqualTo(0);
    assertThat(now.sum("messageboard_info")).isEqualTo(1);
    assertThat(now.value("process_resident_memory_bytes")).isGreaterThan(10_000_000);
    assertThat(now.value("jvm_memory_used_bytes{area=\"heap\"}")).isGreaterThan(1_000_000);
  }

  /** By how much it grew; a sample that was not there was 0. */
  private double grown(Exposition before, String sample) {
    return Exposition.of(board).samples().getOrDefault(sample, 0.0)
        - before.samples().getOrDefault(sample, 0.0);
  }
}
