package org.messageboard.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.messageboard.board.ChannelName;

/**
 * A dead letter that nobody has answered.
 *
 * @param partition in the topic of the dead letters
 * @param offset there
 * @param timestamp when it was kept, in milliseconds since 1970
 * @param channel its record's key, or null
 * @param value its record's value, or null; also null if it is larger than {@link #MAX_VALUE}
 * @param reason why it was unreadable
 * @param record the place of its record, as {@code partition-offset}
 */
public record Letter(
    int partition,
    long offset,
    long timestamp,
    String channel,
    byte[] value,
    String reason,
    String record) {

  /** A value that is larger, in bytes, is not held. */
  static final int MAX_VALUE = 65_536;

  static Letter of(ConsumerRecord<byte[], byte[]> letter) {
    return new Letter(
        letter.partition(),
        letter.offset(),
        letter.timestamp(),
        letter.key() == null ? null : new String(letter.key(), UTF_8),
        letter.value() == null || letter.value().length > MAX_VALUE ? null : letter.value(),
        header(letter, "reason"),
        header(letter, "partition") + "-" + header(letter, "offset"));
  }

  static String header(ConsumerRecord<?, ?> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
  }

  /** What it is called: {@code partition-offset}. */
  public String id() {
    return partition + "-" + offset;
  }

  /** Whether it may be a message of a private channel, which only its members may see. */
  public boolean isPrivate() {
    return channel != null && ChannelName.isPrivate(channel);
  }
}
