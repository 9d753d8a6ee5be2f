package org.messageboard.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * A record as Kafka delivers it, or a hole after the last record that was read.
 *
 * @param partition its partition
 * @param before the offset of the previous record: usually one less, lower where Kafka has a hole
 * @param offset its offset; a hole's last one
 * @param timestamp its timestamp in milliseconds since 1970, which any producer may set; a hole's
 *     is 0
 * @param key its key, or null
 * @param value its value, or null
 * @param trace its {@code traceparent}, or null
 * @param hole whether Kafka has no record at this offset
 * @param schema its {@code avro-fingerprint}, or null; see {@link RecordReader}
 */
public record KafkaRecord(
    int partition,
    long before,
    long offset,
    long timestamp,
    byte[] key,
    byte[] value,
    String trace,
    boolean hole,
    String schema) {

  /** W3C Trace Context, section 3.2: version, trace id, parent id, flags. */
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

  /** A record without a fingerprint. */
  public KafkaRecord(
      int partition,
      long before,
      long offset,
      long timestamp,
      byte[] key,
      byte[] value,
      String trace,
      boolean hole) {
    this(partition, before, offset, timestamp, key, value, trace, hole, null);
  }

  /** A record from a consumer of bytes, and the offset of the previous one. */
  public static KafkaRecord of(ConsumerRecord<?, ?> record, long before) {
    return new KafkaRecord(
        record.partition(),
        before,
        record.offset(),
        record.timestamp(),
        (byte[]) record.key(),
        (byte[]) record.value(),
        trace(record.headers().lastHeader(MessageLog.TRACE_HEADER)),
        false,
        text(record.headers().lastHeader(RecordReader.FINGERPRINT_HEADER)));
  }

  /** A record that stands for itself, whatever was before it, and whose trace does not matter. */
  public static KafkaRecord of(
      int partition, long offset, long timestamp, byte[] key, byte[] value, Headers headers) {
    var schema = text(headers.lastHeader(RecordReader.FINGERPRINT_HEADER));
    return new KafkaRecord(
        partition, offset - 1, offset, timestamp, key, value, null, false, schema);
  }

  /** The offsets after {@code before} up to this one, which have no records. */
  static KafkaRecord hole(int partition, long before, long offset) {
    return new KafkaRecord(partition, before, offset, 0, null, null, null, true);
  }

  /** The same record without a hole before it. */
  public KafkaRecord withoutHole() {
    return new KafkaRecord(
        partition, offset - 1, offset, timestamp, key, value, trace, hole, schema);
  }

  /** Bytes of its key and value. */
  int bytes() {
    return (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KafkaRecord o && partition == o.partition && offset == o.offset;
  }

  @Override
  public int hashCode() {
    return Objects.hash(partition, offset);
  }

  /** For log messages: its place, and its trace's id. */
  @Override
  public String toString() {
    var place = "partition " + partition + " offset " + offset;
    return trace == null ? place : TRACEPARENT.matcher(trace).replaceFirst(place + " (trace $1)");
  }

  /** Any producer may have written the header. */
  private static String trace(Header header) {
    var text = text(header);
    return text == null || !TRACEPARENT.matcher(text).matches() ? null : text;
  }

  private static String text(Header header) {
    return header == null || header.value() == null ? null : new String(header.value(), US_ASCII);
  }
}
