package org.messageboard.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.Message;
import org.messageboard.board.MessageJson;
import org.messageboard.board.RandomEvents;
import org.messageboard.board.StrictJson;
import org.messageboard.board.UnknownEvent;
import org.messageboard.board.UnreadableRecordException;
import org.messageboard.dev.Await;

@Timeout(60)
class RecordFormatTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int MAX_BYTES = 100_000;
  private static final String ID = "0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10";
  private static final Message MESSAGE =
      new Message(null, ID, "general", "Ada", "Hello \ud83d\udc4b", "2026-03-01T12:00:00.123Z");

  private final RecordReader reader = new RecordReader(MAX_BYTES);
  private RecordFormat format;

  @AfterEach
  void stop() {
    if (format != null) {
      format.stop();
    }
  }

  static Stream<BoardEvent> events() {
    var random = new RandomEvents(2);
    return RandomEvents.samples()
        .flatMap(sample -> Stream.generate(() -> random.like(sample)).limit(20));
  }

  @ParameterizedTest
  @MethodSource("events")
  void anEventSurvivesEveryForm(BoardEvent event) throws Exception {
    var json = format(false, null).record(event);
    assertThat(json.value()).asString(UTF_8).isEqualTo(MessageJson.writeRecord(event));
    var avro = format(true, null).record(event);
    assertThat(avro.value()).startsWith(0xC3, 0x01);
    for (var record : List.of(json, avro)) {
      assertThat(record.key()).isEqualTo(event.channel());
      assertThat(reader.event(kafka(record))).isEqualTo(event);
    }
  }

  /** Nothing that is written needs the field for what the schema does not have. */
  @ParameterizedTest
  @MethodSource("events")
  void avrosOwnDecoderReadsAnEvent(BoardEvent event) throws Exception {
    var decoder = new BinaryMessageDecoder<GenericRecord>(GenericData.get(), schema());
    var read = decoder.decode(format(true, null).record(event).value());
    assertThat(read.get("type")).hasToString(event.type());
    assertThat(read.get("channel")).hasToString(event.channel());
    assertThat(read.get("owner")).hasToString(event.owner());
    assertThat(read.get("more")).isNull();
  }

  @Test
  void aRegistrysIdIsAskedForInTheBackgroundAndNoPostWaits() throws Exception {
    int port;
    try (var first = new StubRegistry(0)) {
      port = first.port();
    }
    var address = StubRegistry.address(port);
    format = format(true, address);
    format.start(null);
    assertThat(format.record(MESSAGE).value()).startsWith(0xC3, 0x01);
    try (var registry = new StubRegistry(port)) {
      assertThat(Await.until(() -> isRegistered(format.record(MESSAGE)), LIMIT)).isTrue();
      var subject = "POST /subjects/message-board-value";
      assertThat(registry.requests()).containsExactly(subject, subject + "/versions");
    }
    var record = format.record(MESSAGE);
    assertThat(ByteBuffer.wrap(record.value(), 1, 4).getInt()).isEqualTo(StubRegistry.FIRST);
    assertThat(reader.event(kafka(record))).as("with the registry away").isEqualTo(MESSAGE);
    assertThat(plain(record.value()).get("content")).hasToString(MESSAGE.content());
  }

  /** As a consumer of another make reads what follows the registry's id. */
  private static GenericRecord plain(byte[] value) throws Exception {
    var decoder = DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null);
    return new GenericDatumReader<GenericRecord>(schema()).read(null, decoder);
  }

  private static boolean isRegistered(ProducerRecord<String, byte[]> record) {
    return record.value()[0] == 0;
  }

  @Test
  void aSchemaThatIsRegisteredIsNotRegisteredAgain() throws Exception {
    try (var registry = new StubRegistry(0)) {
      registry.add(schema().toString());
      format = format(true, registry.address());
      format.start(null);
      assertThat(Await.until(() -> isRegistered(format.record(MESSAGE)), LIMIT)).isTrue();
      assertThat(registry.requests()).containsExactly("POST /subjects/message-board-value");
    }
  }

  /** Somebody else's record, with a field that this version does not know. */
  @Test
  void aSchemaOfTheRegistryIsFetchedOnceAndNothingOfItsRecordIsLost() throws Exception {
    var record = kafka(registered(newer()));
    assertThatThrownBy(() -> reader.event(record))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("schema.registry.url names no registry");
    try (var registry = new StubRegistry(0)) {
      var asking = new RecordReader(MAX_BYTES, registry.address());
      asking.await(List.of(record));
      assertThatThrownBy(() -> asking.event(record))
          .hasMessage(
              "The record's Avro schema is the registry's 7, which the registry does not have.");
      registry.add(newer().toString());
      asking.await(List.of(record, record));
      assertThat(registry.requests()).hasSize(2);
      assertThat(asking.event(record))
          .isEqualTo(
              new UnknownEvent(
                  "general",
                  "\"type\":\"praised\",\"channel\":\"general\",\"stars\":5,\"by\":{\"name\":\"Ada\"}}"));
    }
  }

  @Test
  void whileTheRegistryIsAwayARecordOfAnUnknownSchemaWaits() throws Exception {
    var record = kafka(registered(newer()));
    int port;
    try (var first = new StubRegistry(0)) {
      port = first.port();
    }
    var address = StubRegistry.address(port);
    var asking = new RecordReader(MAX_BYTES, address);
    var waiting =
        CompletableFuture.runAsync(
            () -> {
              try {
                asking.await(List.of(record));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThatThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    try (var registry = new StubRegistry(port)) {
      registry.add(newer().toString());
      waiting.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(asking.event(record)).isInstanceOf(UnknownEvent.class);
  }

  @Test
  void whatIsNoRecordOfItsSchemaIsUnreadable() {
    var whole = format(true, null).record(MESSAGE).value();
    for (int length = 0; length < whole.length; length++) {
      refuses(Arrays.copyOf(whole, length));
    }
    assertThat(refuses(Arrays.copyOf(whole, whole.length + 1))).contains("longer than its Avro");
    for (int at = 2; at < 10; at++) {
      var other = whole.clone();
      other[at]++;
      assertThat(refuses(other)).contains("fingerprint").contains("unknown");
    }
  }

  /** A length of two billion must not be believed. */
  @Test
  void noMoreMemoryIsTakenThanARecordHas() {
    var head = Arrays.copyOf(format(true, null).record(MESSAGE).value(), 10);
    var huge = new byte[] {(byte) 0xE0, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F, 'x'};
    var value = ByteBuffer.allocate(16).put(head).put(huge).array();
    assertThat(refuses(value)).isEqualTo("The record is not Avro of its schema.");
  }

  @Test
  void theRulesForJsonHoldForAvroToo() {
    var codec = new AvroCodec();
    var head = Arrays.copyOf(format(true, null).record(MESSAGE).value(), 10);
    var wrong = codec.encode(head, members("{\"type\":\"edited\",\"channel\":\"general\"}"));
    assertThat(refuses(wrong)).isEqualTo("/revision must be a number from 2.");
    var large = new Message(null, ID, "general", "Ada", "x".repeat(MAX_BYTES), "t");
    assertThat(refuses(format(true, null).record(large).value())).endsWith("100000 are allowed.");
  }

  @Test
  void whatTheSchemaHasNoFieldForIsKept() throws Exception {
    var json =
        "{\"type\":\"praised\",\"channel\":\"general\",\"more\":7,\"by\":{\"name\":[null]},\"revision\":2.5}";
    var head = Arrays.copyOf(format(true, null).record(MESSAGE).value(), 10);
    var record = new ProducerRecord<>("t", "general", new AvroCodec().encode(head, members(json)));
    assertThat(reader.event(kafka(record)))
        .isEqualTo(new UnknownEvent("general", json.substring(1)));
  }

  private static Map<String, JsonValue> members(String json) {
    try {
      return StrictJson.object(json.getBytes(UTF_8));
    } catch (StrictJson.NotJsonException e) {
      throw new AssertionError(e);
    }
  }

  private String refuses(byte[] value) {
    try {
      var event = reader.event(kafka(new ProducerRecord<>("t", "general", value)));
      throw new AssertionError("read: " + event);
    } catch (UnreadableRecordException e) {
      return e.getMessage();
    }
  }

  private static Schema schema() throws Exception {
    return new Schema.Parser()
        .parse(Files.readString(Path.of("src/main/resources/schemas/v1.avsc")));
  }

  private static Schema newer() {
    return new Schema.Parser()
        .parse(
            """
            {"type":"record","name":"Theirs","fields":[
              {"name":"type","type":{"type":"enum","name":"Type","symbols":["praised"]}},
              {"name":"channel","type":"string"},
              {"name":"stars","type":"long"},
              {"name":"nothing","type":["null","string"]},
              {"name":"by","type":{"type":"record","name":"By","fields":[
                {"name":"name","type":"string"}]}}]}
            """);
  }

  private static ProducerRecord<String, byte[]> registered(Schema schema) throws Exception {
    var by = new GenericData.Record(schema.getField("by").schema());
    by.put("name", "Ada");
    var record = new GenericData.Record(schema);
    record.put("type", new GenericData.EnumSymbol(schema.getField("type").schema(), "praised"));
    record.put("channel", "general");
    record.put("stars", 5L);
    record.put("by", by);
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {0, 0, 0, 0, StubRegistry.FIRST});
    var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
    return new ProducerRecord<>(Topic.NAME, "general", bytes.toByteArray());
  }

  private static KafkaRecord kafka(ProducerRecord<String, byte[]> sent) {
    var record = new ConsumerRecord<>("message-board", 0, 0, new byte[0], sent.value());
    sent.headers().forEach(record.headers()::add);
    return KafkaRecord.of(record, -1);
  }

  private static RecordFormat format(boolean avro, URI registry) {
    var format = new RecordFormat();
    format.settings = new RecordSettings(avro, registry);
    format.limits = new MessageLimits(50, 2000, 65_536);
    format.threads = new Threads();
    format.prepare();
    return format;
  }

  private static final class Threads implements ManagedThreadFactory {

    @Override
    public Thread newThread(Runnable work) {
      return new Thread(work);
    }

    @Override
    public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
      throw new UnsupportedOperationException();
    }
  }
}
