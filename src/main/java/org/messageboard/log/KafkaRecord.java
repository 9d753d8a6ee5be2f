package org.messageboard.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.MessageJson;
import org.messageboard.board.UnreadableRecordException;

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
 */
public record KafkaRecord(
    int partition,
    long before,
    long offset,
    long timestamp,
    byte[] key,
    byte[] value,
    String trace,
    boolean hole) {

  /** W3C Trace Context, section 3.2: version, trace id, parent id, flags. */
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

  /** A record from a consumer of bytes, and the offset of the previous one. */
  static KafkaRecord of(ConsumerRecord<?, ?> record, long before) {
    return new KafkaRecord(
        record.partition(),
        before,
        record.offset(),
        record.timestamp(),
        (byte[]) record.key(),
        (byte[]) record.value(),
        trace(record.headers().lastHeader(MessageLog.TRACE_HEADER)),
        false);
  }

  /** The offsets after {@code before} up to this one, which have no records. */
  static KafkaRecord hole(int partition, long before, long offset) {
    return new KafkaRecord(partition, before, offset, 0, null, null, null, true);
  }

  /** The same record without a hole before it. */
  public KafkaRecord withoutHole() {
    return new KafkaRecord(partition, offset - 1, offset, timestamp, key, value, trace, hole);
  }

  /** Bytes of its key and value. */
  int bytes() {
    return (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
  }

  /**
   * The event in it.
   *
   * @throws UnreadableRecordException when there is none
   */
  public BoardEvent event(int maxBytes) throws UnreadableRecordException {
    return MessageJson.readRecord(value, maxBytes);
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
    if (header == null || header.value() == null) {
      return null;
    }
    var text = new String(header.value(), US_ASCII);
    return TRACEPARENT.matcher(text).matches() ? text : null;
  }
}
