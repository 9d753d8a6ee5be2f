package org.messageboard.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.MessageJson;
import org.messageboard.board.StrictJson;
import org.messageboard.board.StrictJson.NotJsonException;
import org.messageboard.retry.Retries;

/**
 * The form in which records are written: JSON or Avro. Where a registry is named, its id of the
 * schema is asked for at the start, by a thread of its own. No post waits for that: until the id is
 * known, records have the schema's fingerprint instead, which every reader knows.
 */
@ApplicationScoped
public class RecordFormat {

  /** Of the topic's values (Confluent's TopicNameStrategy). */
  static final String SUBJECT = Topic.NAME + "-value";

  private static final Logger LOG = Logger.getLogger(RecordFormat.class.getName());

  @Inject RecordSettings settings;
  @Inject MessageLimits limits;
  @Resource ManagedThreadFactory threads;

  private RecordReader reader;
  private AvroCodec avro;
  private byte[] fingerprint;
  private byte[] singleObject;
  private volatile byte[] registered;
  private Thread asking;

  @PostConstruct
  void prepare() {
    reader = new RecordReader(limits.record(), settings.registry());
    if (settings.avro()) {
      avro = new AvroCodec();
      fingerprint = avro.fingerprint().getBytes(US_ASCII);
      singleObject = singleObject(HexFormat.fromHexDigitsToLong(avro.fingerprint()));
    }
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    if (settings.avro() && settings.registry() != null) {
      asking = threads.newThread(this::askForId);
      asking.setName("message-board-schema");
      asking.start();
    }
  }

  @PreDestroy
  void stop() {
    if (asking != null) {
      asking.interrupt();
    }
  }

  private void askForId() {
    var registry = new SchemaRegistry(settings.registry());
    try {
      int id =
          Retries.until(
              "Registering the schema of records", () -> registry.id(SUBJECT, avro.schema()));
      registered =
          ByteBuffer.allocate(RecordReader.REGISTERED_LENGTH).put((byte) 0).putInt(id).array();
      LOG.log(Level.INFO, "Records are written with the registry''s schema {0}", id + "");
    } catch (InterruptedException e) {
      LOG.log(Level.FINE, "Stopped while asking the schema registry", e);
    }
  }

  /** Reads the records of this topic, in whatever form. */
  public RecordReader reader() {
    return reader;
  }

  /** The event as a record under its channel's key; not for one of an unknown type. */
  ProducerRecord<String, byte[]> record(BoardEvent event) {
    var json = MessageJson.writeRecord(event).getBytes(UTF_8);
    var header = registered;
    var record =
        new ProducerRecord<>(
            Topic.NAME,
            event.channel(),
            avro == null ? json : encode(json, header == null ? singleObject : header));
    if (header != null) {
      record.headers().add(RecordReader.FINGERPRINT_HEADER, fingerprint);
    }
    return record;
  }

  private byte[] encode(byte[] json, byte[] header) {
    try {
      return avro.encode(header, StrictJson.object(json));
    } catch (NotJsonException e) {
      throw new IllegalStateException("An event's JSON is not JSON.", e);
    }
  }

  private static byte[] singleObject(long fingerprint) {
    return ByteBuffer.allocate(RecordReader.SINGLE_OBJECT_LENGTH)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0xC3)
        .put((byte) 1)
        .putLong(fingerprint)
        .array();
  }
}
