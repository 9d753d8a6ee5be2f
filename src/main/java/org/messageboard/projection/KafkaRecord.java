package org.messageboard.projection;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.messageboard.messages.Message;
import org.messageboard.messages.MessageJson;
import org.messageboard.messages.MessageLog;
import org.messageboard.messages.UnreadableRecordException;

/**
 * A record as Kafka gives it.
 *
 * @param partition its partition
 * @param offset its offset
 * @param key its key, or null
 * @param value its value, or null
 * @param trace the trace that it belongs to, or null
 */
record KafkaRecord(int partition, long offset, byte[] key, byte[] value, String trace) {

  /** The record as a consumer gave it; key and value must be bytes. */
  static KafkaRecord of(ConsumerRecord<?, ?> record) {
    var trace = record.headers().lastHeader(MessageLog.TRACE_HEADER);
    return new KafkaRecord(
        record.partition(),
        record.offset(),
        (byte[]) record.key(),
        (byte[]) record.value(),
        trace == null || trace.value() == null ? null : new String(trace.value(), US_ASCII));
  }

  /** The record as a step of its partition, with this offset before it. */
  TopicRecord after(long before, Message message) {
    return after(before, message, "");
  }

  /** The same, with what the servers that stream it are told of its trace, or an empty text. */
  TopicRecord after(long before, Message message, String parent) {
    return new TopicRecord(partition, before, offset, message, parent);
  }

  /**
   * What it holds.
   *
   * @throws UnreadableRecordException when it is not a message
   */
  Message message(int maxBytes) throws UnreadableRecordException {
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

  @Override
  public String toString() {
    return "partition " + partition + " offset " + offset;
  }
}
