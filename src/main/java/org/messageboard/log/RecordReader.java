package org.messageboard.log;

import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.MessageJson;
import org.messageboard.board.UnreadableRecordException;
import org.messageboard.retry.Retries;

/**
 * Reads records of every form, which may be mixed in the topic. No valid JSON begins like one of
 * the others:
 *
 * <ul>
 *   <li>JSON
 *   <li>{@code C3 01}, the fingerprint of the schema in 8 bytes, Avro (Avro specification, "Single
 *       object encoding")
 *   <li>{@code 00}, a registry's id of the schema in 4 bytes, Avro (Confluent's wire format). The
 *       board's own records have the fingerprint in a header, so the registry need not be asked.
 * </ul>
 *
 * Thread-safe.
 */
public final class RecordReader {

  /** Where a record has a registry's id: a header with the fingerprint of the schema. */
  static final String FINGERPRINT_HEADER = "avro-fingerprint";

  static final int SINGLE_OBJECT_LENGTH = 2 + Long.BYTES;
  static final int REGISTERED_LENGTH = 1 + Integer.BYTES;

  private final int maxBytes;
  private final SchemaRegistry registry;
  private volatile AvroCodec avro;

  /**
   * A reader that asks no registry.
   *
   * @param maxBytes how large a record may be, in bytes
   */
  public RecordReader(int maxBytes) {
    this(maxBytes, (SchemaRegistry) null);
  }

  /**
   * @param registry its address, or null
   */
  RecordReader(int maxBytes, URI registry) {
    this(maxBytes, registry == null ? null : new SchemaRegistry(registry));
  }

  private RecordReader(int maxBytes, SchemaRegistry registry) {
    this.maxBytes = maxBytes;
    this.registry = registry;
  }

  /**
   * Asks the registry for the schemas that these records need and that are unknown yet. While it is
   * away, this waits as for any other service; what it does not have makes a record unreadable.
   */
  public void await(List<KafkaRecord> records) throws InterruptedException {
    for (var record : records) {
      if (needs(record)) {
        learn(id(record.value()));
      }
    }
  }

  /**
   * The same for one record, once.
   *
   * @throws IOException while the registry is away; try again
   */
  public void ask(KafkaRecord record) throws IOException, InterruptedException {
    if (needs(record)) {
      int id = id(record.value());
      registry.schema(id).ifPresent(schema -> avro().learn(id, schema));
    }
  }

  /** Whether the registry has to be asked for the schema of a record. */
  private boolean needs(KafkaRecord record) {
    return registry != null
        && isRegistered(record.value())
        && !avro().knows(record.schema())
        && !avro().knows(id(record.value()));
  }

  private void learn(int id) throws InterruptedException {
    Retries.until("Asking the schema registry", () -> registry.schema(id))
        .ifPresent(schema -> avro().learn(id, schema));
  }

  /**
   * The event in a record.
   *
   * @throws UnreadableRecordException when there is none
   */
  public BoardEvent event(KafkaRecord record) throws UnreadableRecordException {
    var value = record.value();
    boolean isAvro = isSingleObject(value) || isRegistered(value);
    return isAvro && value.length <= maxBytes
        ? MessageJson.readRecord(members(value, record.schema()))
        : MessageJson.readRecord(value, maxBytes);
  }

  private Map<String, JsonValue> members(byte[] value, String header)
      throws UnreadableRecordException {
    if (isSingleObject(value)) {
      var fingerprint = fingerprint(value);
      if (!avro().knows(fingerprint)) {
        throw new UnreadableRecordException(
            "The record's Avro schema has the fingerprint " + fingerprint + ", which is unknown.");
      }
      return avro().decode(value, SINGLE_OBJECT_LENGTH, fingerprint);
    }
    if (avro().knows(header)) {
      return avro().decode(value, REGISTERED_LENGTH, header);
    }
    int id = id(value);
    if (!avro().knows(id)) {
      throw new UnreadableRecordException(unknown(id));
    }
    return avro().decode(value, REGISTERED_LENGTH, id);
  }

  private String unknown(int id) {
    return "The record's Avro schema is the registry's %s, %s."
        .formatted(
            id,
            registry == null
                ? "and schema.registry.url names no registry"
                : "which the registry does not have");
  }

  private static boolean isSingleObject(byte[] value) {
    return value != null
        && value.length >= SINGLE_OBJECT_LENGTH
        && value[0] == (byte) 0xC3
        && value[1] == 1;
  }

  private static boolean isRegistered(byte[] value) {
    return value != null && value.length >= REGISTERED_LENGTH && value[0] == 0;
  }

  private static String fingerprint(byte[] value) {
    return hex(ByteBuffer.wrap(value, 2, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong());
  }

  private static int id(byte[] value) {
    return ByteBuffer.wrap(value, 1, Integer.BYTES).getInt();
  }

  static String hex(long fingerprint) {
    return HexFormat.of().toHexDigits(fingerprint);
  }

  private AvroCodec avro() {
    var loaded = avro;
    if (loaded == null) {
      synchronized (this) {
        loaded = avro == null ? new AvroCodec() : avro;
        avro = loaded;
      }
    }
    return loaded;
  }
}
