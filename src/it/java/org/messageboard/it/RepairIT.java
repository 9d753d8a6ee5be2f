package org.messageboard.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.messageboard.dev.Await;
import org.messageboard.dev.ChildProcess;
import org.messageboard.dev.Ports;
import org.messageboard.log.StubRegistry;

/**
 * What Redis lost is read from Kafka in silence; what only looks like a loss resets nobody. Two
 * consumers of two versions share the topic.
 */
@Tag("services")
class RepairIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final List<String> CHANNELS = List.of("general", "random", "news");
  private static final int OLD = 6_000;
  private static final int PAGE = 1_000;

  private static final byte JSON = '{';
  private static final byte SINGLE_OBJECT = (byte) 0xC3;
  private static final byte REGISTERED = 0;

  /** Where the second server's schema registry is, while it is there. */
  private static final int REGISTRY = Ports.free();

  private static Services services;
  private static BoardServer one;
  private static BoardServer other;

  @BeforeAll
  static void start() throws IOException {
    services = new Services("repair");
    one = services.server("one", Map.of());
    var avro =
        Map.of(
            "BOARD_RECORD_FORMAT",
            "avro",
            "SCHEMA_REGISTRY_URL",
            StubRegistry.address(REGISTRY).toString());
    other = services.server("other", avro);
    NewerVersion.install(other);
    ChildProcess.startAll(List.of(one, other));
  }

  @AfterAll
  static void stop() {
    one.close();
    other.close();
    services.close();
  }

  /** One server writes JSON, the other Avro: first without its registry, and then with it. */
  @Test
  void aWipedRedisIsFilledInSilenceAndNobodyMissesAnything() throws Exception {
    append(Map.of(), oldMessages());
    assertThat(Await.until(() -> all(one.board()).size() >= OLD, LIMIT)).isTrue();
    var before = all(one.board());
    var streams = Stream.of(one, one, other, other).map(s -> s.board().stream("")).toList();
    var posting = new AtomicBoolean(true);
    var posted = CompletableFuture.supplyAsync(() -> post(posting));
    await(streams, events -> events.size() > 50);
    assertThat(forms()).containsExactlyInAnyOrder(JSON, SINGLE_OBJECT);
    try (var registry = new StubRegistry(REGISTRY)) {
      assertThat(Await.until(() -> forms().contains(REGISTERED), LIMIT)).isTrue();
      assertThat(registry.requests()).allMatch(request -> request.startsWith("POST "));
    }
    services.flushAll();
    await(streams, events -> events.stream().anyMatch(RepairIT::isReset));
    assertThat(Await.until(() -> other.board().get("api/messages").statusCode() == 200, LIMIT))
        .isTrue();
    posting.set(false);
    var after = posted.get();
    assertThat(Await.until(() -> all(one.board()).containsAll(after), LIMIT)).isTrue();
    assertThat(all(one.board())).containsAll(before).doesNotHaveDuplicates();
    assertThat(all(one.board()).stream().filter(Set.copyOf(before)::contains).toList())
        .as("the order before")
        .isEqualTo(before);
    for (var stream : streams) {
      stream.await(events -> ids(events).contains(after.get(after.size() - 1)), LIMIT);
      assertThat(stream.events()).filteredOn(RepairIT::isReset).hasSize(1);
      assertThat(ids(stream.events()))
          .doesNotHaveDuplicates()
          .hasSizeLessThanOrEqualTo(after.size());
      assertThat(caughtUp(stream)).containsAll(after);
      stream.close();
    }
  }

  /** The first byte of each record. */
  private static Set<Byte> forms() {
    var forms = new HashSet<Byte>();
    new BoardTopic(services.kafka.bootstrapServers()).read(r -> forms.add(r.value()[0]));
    return forms;
  }

  @Test
  void aTransactionalProducerResetsNobody() throws Exception {
    try (var stream = one.board().stream("")) {
      var sent = new ArrayList<String>();
      for (int i = 0; i < 5; i++) {
        var batch = CHANNELS.stream().map(channel -> message(channel, "in a transaction")).toList();
        append(Map.of("transactional.id", "test"), batch);
        batch.forEach(message -> sent.add(message.getString("id")));
      }
      stream.await(events -> ids(events).containsAll(sent), LIMIT);
      assertThat(stream.events()).noneMatch(RepairIT::isReset);
      assertThat(ids(stream.events())).doesNotHaveDuplicates();
    }
  }

  /** Some are numbered by the version that knows them, some by the one that does not. */
  @Test
  void eventsThatOnlyOneVersionKnowsReachAllClientsOfBoth() throws Exception {
    try (var stream = one.board().stream("");
        var others = other.board().stream("");
        var channel = other.board().stream("?channel=news", "")) {
      var first = message("news", "first");
      var events = IntStream.range(0, 30).mapToObj(i -> praised("praise-" + i)).toList();
      var second = message("news", "second");
      append(Map.of(), List.of(first, praised("news"), second));
      append(Map.of(), events);
      for (var client : List.of(stream, others)) {
        var praised = client.await(e -> praised(e).size() == 31, LIMIT);
        assertThat(praised(praised)).doesNotHaveDuplicates();
        assertThat(praised(praised)).anyMatch(e -> e.data().contains("the newer version"));
        assertThat(praised(praised)).anyMatch(e -> !e.data().contains("the newer version"));
        assertThat(praised).extracting(SseEvent::type).doesNotContain("reset");
      }
      assertThat(channel.await(e -> ids(e).size() == 2, LIMIT))
          .extracting(SseEvent::type)
          .containsExactly("message", "praised", "message");
      assertThat(all(one.board()).subList(0, 2))
          .containsExactly(second.getString("id"), first.getString("id"));
      var again = one.board().stream(channel.events().get(0).lastEventId());
      assertThat(praised(again.await(e -> praised(e).size() == 31, LIMIT))).isNotEmpty();
      again.close();
    }
  }

  private static JsonObject praised(String channel) {
    return Json.createObjectBuilder().add("type", "praised").add("channel", channel).build();
  }

  private static List<SseEvent> praised(List<SseEvent> events) {
    return events.stream().filter(e -> e.type().equals("praised")).toList();
  }

  /** What a client has that loads history after its reset until a page brings nothing new. */
  private static Set<String> caughtUp(SseClient stream) {
    var known = new HashSet<>(ids(stream.events()));
    for (var before = ""; ; ) {
      var page = one.board().history("?limit=100" + before);
      if (page.isEmpty() || !known.addAll(ids(page.stream()))) {
        return known;
      }
      before = "&before=" + page.get(page.size() - 1).getString("position");
    }
  }

  /** Ids of the board's messages, newest first; none while they cannot be read. */
  private static List<String> all(Board board) {
    var ids = new ArrayList<String>();
    for (var before = ""; ; ) {
      var answer = board.get("api/messages?limit=" + PAGE + before);
      if (answer.statusCode() != 200) {
        return List.of();
      }
      var page = Board.json(answer).getJsonArray("messages").getValuesAs(JsonObject.class);
      ids.addAll(ids(page.stream()));
      if (page.size() < PAGE) {
        return ids;
      }
      before = "&before=" + page.get(PAGE - 1).getString("position");
    }
  }

  private static void await(List<SseClient> streams, Predicate<List<SseEvent>> condition) {
    streams.forEach(stream -> stream.await(condition, LIMIT));
  }

  /** Posts to all channels and servers in turn until it is told to stop, and gives the ids. */
  private static List<String> post(AtomicBoolean going) {
    var posted = new ArrayList<String>();
    for (int i = 0; going.get(); i++) {
      var id = UUID.randomUUID().toString();
      var message = Board.message("Ada", "post " + i, CHANNELS.get(i % 3));
      var server = i % 2 == 0 ? one : other;
      assertThat(server.board().post(message, id).statusCode()).isEqualTo(202);
      posted.add(id);
    }
    return posted;
  }

  private static List<JsonObject> oldMessages() {
    var messages = new ArrayList<JsonObject>(OLD);
    for (int i = 0; i < OLD; i++) {
      messages.add(message(CHANNELS.get(i % 7 % 3), "old " + i));
    }
    return messages;
  }

  private static JsonObject message(String channel, String content) {
    return Json.createObjectBuilder()
        .add("id", UUID.randomUUID().toString())
        .add("channel", channel)
        .add("author", "Ada")
        .add("content", content)
        .add("timestamp", "2026-01-01T00:00:00.000Z")
        .build();
  }

  /** Appends to the topic past the board, each a millisecond after the one before. */
  private static void append(Map<String, Object> settings, List<JsonObject> values)
      throws Exception {
    var all = new HashMap<String, Object>(settings);
    all.put("bootstrap.servers", services.kafka.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer())) {
      if (settings.containsKey("transactional.id")) {
        producer.initTransactions();
        producer.beginTransaction();
      }
      long time = System.currentTimeMillis() - values.size();
      for (var value : values) {
        var key = value.getString("channel").getBytes(UTF_8);
        producer.send(
            new ProducerRecord<>(
                "message-board", null, time++, key, value.toString().getBytes(UTF_8)));
      }
      if (settings.containsKey("transactional.id")) {
        producer.commitTransaction();
      }
    }
  }

  private static boolean isReset(SseEvent event) {
    return event.type().equals("reset");
  }

  private static List<String> ids(List<SseEvent> events) {
    return ids(
        events.stream().filter(e -> e.type().equals("message")).map(e -> Board.json(e.data())));
  }

  private static List<String> ids(Stream<JsonObject> messages) {
    return messages.map(m -> m.getString("id")).toList();
  }
}
