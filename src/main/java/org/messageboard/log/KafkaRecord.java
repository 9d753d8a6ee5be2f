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
 * A record as Kafka gives it, or a hole at the end of what was read.
 *
 * @param partition its partition
 * @param before the offset of the record before it: usually one less, further back where Kafka has
 *     a hole
 * @param offset its offset; the last one of a hole
 * @param key its key, or null
 * @param value its value, or null
 * @param trace the {@code traceparent} that came with it, or null
 * @param hole whether Kafka has no record at its offset
 */
public record KafkaRecord(
    int partition, long before, long offset, byte[] key, byte[] value, String trace, boolean hole) {

  /** W3C Trace Context, section 3.2: version, trace id, parent id, flags. */
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

  /** The record as a consumer gave it, with the offset before it; key and value must be bytes. */
  static KafkaRecord of(ConsumerRecord<?, ?> record, long before) {
    return new KafkaRecord(
        record.partition(),
        before,
        record.offset(),
        (byte[]) record.key(),
        (byte[]) record.value(),
        trace(record.headers().lastHeader(MessageLog.TRACE_HEADER)),
        false);
  }

  /** The offsets after {@code before} up to this one, none of which has a record. */
  static KafkaRecord hole(int partition, long before, long offset) {
    return new KafkaRecord(partition, before, offset, null, null, null, true);
  }

  /** The same record as the next one after the offset before its own. */
  public KafkaRecord withoutHole() {
    return new KafkaRecord(partition, offset - 1, offset, key, value, trace, hole);
  }

  /** How large it is. */
  int bytes() {
    return (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
  }

  /**
   * What it holds.
   *
   * @throws UnreadableRecordException when it is no event
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

  /** For the log: where it stands, and the id of its trace. */
  @Override
  public String toString() {
    var place = "partition " + partition + " offset " + offset;
    return trace == null ? place : TRACEPARENT.matcher(trace).replaceFirst(place + " (trace $1)");
  }

  /** Anybody may have written the header. */
  private static String trace(Header header) {
    if (header == null || header.value() == null) {
      return null;
    }
    var text = new String(header.value(), US_ASCII);
    return TRACEPARENT.matcher(text).matches() ? text : null;
  }
}
