package org.messageboard.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.messageboard.board.StrictJson;
import org.messageboard.board.StrictJson.NotJsonException;
import org.messageboard.board.UnreadableRecordException;

/**
 * A record's JSON members as Avro binary, and back. A record is decoded with the schema with which
 * it was written, so nothing that a newer schema has is lost here. Thread-safe.
 *
 * <p>Only this class and {@link AvroJson} use Avro's library: where no record is Avro, none of it
 * is loaded.
 */
final class AvroCodec {

  /** The file of the schema with which records are written. */
  private static final String WRITTEN = "v1.avsc";

  /** Those of all schemas that this version reads. */
  private static final List<String> FILES = List.of(WRITTEN);

  /** The field for members that have no field of their own. */
  private static final String MORE = "more";

  private static final JsonProvider JSON = JsonProvider.provider();

  private final Map<String, GenericDatumReader<Object>> own =
      FILES.stream()
          .map(AvroCodec::parse)
          .collect(toMap(AvroCodec::fingerprint, GenericDatumReader::new));

  private final Schema written = parse(WRITTEN);
  private final GenericDatumWriter<IndexedRecord> writer = new GenericDatumWriter<>(written);
  private final Map<Integer, GenericDatumReader<Object>> registered = new ConcurrentHashMap<>();

  /** The fingerprint of the schema with which records are written. */
  String fingerprint() {
    return fingerprint(written);
  }

  /** That schema as JSON. */
  String schema() {
    return written.toString();
  }

  /** Whether a schema of this fingerprint is in the WAR. */
  boolean knows(String fingerprint) {
    return fingerprint != null && own.containsKey(fingerprint);
  }

  /** Whether a registry's schema of this id is known. */
  boolean knows(int id) {
    return registered.containsKey(id);
  }

  /** Remembers a registry's schema. What is no schema stays unknown. */
  void learn(int id, String schema) {
    try {
      registered.put(id, new GenericDatumReader<>(new Schema.Parser().parse(schema)));
    } catch (AvroRuntimeException e) {
      registered.remove(id);
    }
  }

  /** The binary form of these members, after {@code header}. */
  byte[] encode(byte[] header, Map<String, JsonValue> members) {
    var bytes = new ByteArrayOutputStream(256);
    bytes.writeBytes(header);
    try {
      writer.write(record(members), EncoderFactory.get().directBinaryEncoder(bytes, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private GenericData.Record record(Map<String, JsonValue> members) {
    var record = new GenericData.Record(written);
    var more = JSON.createObjectBuilder();
    boolean hasMore = false;
    for (var member : members.entrySet()) {
      var field = member.getKey().equals(MORE) ? null : written.getField(member.getKey());
      var value = field == null ? null : AvroJson.toAvro(member.getValue(), field.schema());
      if (value != null) {
        record.put(field.pos(), value);
      } else {
        more.add(member.getKey(), member.getValue());
        hasMore = true;
      }
    }
    if (hasMore) {
      record.put(MORE, more.build().toString());
    }
    return record;
  }

  /**
   * The members of a record with one of the WAR's schemas.
   *
   * @param from where its binary form begins
   */
  Map<String, JsonValue> decode(byte[] value, int from, String fingerprint)
      throws UnreadableRecordException {
    return decode(value, from, own.get(fingerprint));
  }

  /** The same with a registry's schema, which is known. */
  Map<String, JsonValue> decode(byte[] value, int from, int id) throws UnreadableRecordException {
    return decode(value, from, registered.get(id));
  }

  private Map<String, JsonValue> decode(byte[] value, int from, GenericDatumReader<Object> reader)
      throws UnreadableRecordException {
    var schema = reader.getSchema();
    if (schema.getType() != Schema.Type.RECORD) {
      throw new UnreadableRecordException("The record's Avro schema is none of a record.");
    }
    var members = AvroJson.members((IndexedRecord) read(value, from, reader));
    if (schema.getFullName().equals(written.getFullName())) {
      addMore(members);
    }
    return members;
  }

  private static Object read(byte[] value, int from, GenericDatumReader<Object> reader)
      throws UnreadableRecordException {
    try {
      var decoder = DecoderFactory.get().binaryDecoder(value, from, value.length - from, null);
      var read = reader.read(null, decoder);
      if (decoder.isEnd()) {
        return read;
      }
    } catch (IOException | RuntimeException e) {
      // Not only Avro's own exceptions: bytes at random lead to an index out of bounds, too
      throw new UnreadableRecordException("The record is not Avro of its schema.", e);
    }
    throw new UnreadableRecordException("The record is longer than its Avro schema says.");
  }

  private static void addMore(Map<String, JsonValue> members) throws UnreadableRecordException {
    if (members.remove(MORE) instanceof JsonString more) {
      try {
        StrictJson.object(more.getString().getBytes(UTF_8)).forEach(members::putIfAbsent);
      } catch (NotJsonException e) {
        throw new UnreadableRecordException("/" + MORE + " is not JSON: " + e.getMessage(), e);
      }
    }
  }

  private static Schema parse(String file) {
    try (var in = AvroCodec.class.getResourceAsStream("/schemas/" + file)) {
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** CRC-64-AVRO of the schema's canonical form, as 16 hexadecimal digits. */
  private static String fingerprint(Schema schema) {
    return RecordReader.hex(SchemaNormalization.parsingFingerprint64(schema));
  }
}
