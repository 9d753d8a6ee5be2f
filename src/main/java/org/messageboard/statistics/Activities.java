package org.messageboard.statistics;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.Change;
import org.messageboard.board.Message;
import org.messageboard.board.UnreadableRecordException;
import org.messageboard.log.KafkaRecord;
import org.messageboard.log.RecordReader;

/**
 * Reads the topic's records, in whatever form, and passes on what counts under the event's channel,
 * with the time of the event. What cannot be read does not count; the projection makes a dead
 * letter of it. While a schema registry that is needed is away, Streams stops, and is started again
 * later.
 */
final class Activities extends ContextualProcessor<byte[], byte[], String, Activity> {

  private static final Logger LOG = Logger.getLogger(Activities.class.getName());

  private final RecordReader reader;

  Activities(RecordReader reader) {
    this.reader = reader;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    var place = context().recordMetadata().orElseThrow();
    var read =
        KafkaRecord.of(
            place.partition(),
            place.offset(),
            record.timestamp(),
            record.key(),
            record.value(),
            record.headers());
    try {
      reader.ask(read);
      pass(reader.event(read), record.timestamp());
    } catch (UnreadableRecordException e) {
      LOG.log(Level.FINE, e, () -> "Not counted: " + read);
    } catch (IOException e) {
      throw new StreamsException("The schema registry is away: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamsException(e);
    }
  }

  private void pass(BoardEvent event, long recorded) {
    Activity.of(event)
        .ifPresent(
            activity ->
                context().forward(new Record<>(event.channel(), activity, time(event, recorded))));
  }

  /**
   * When the event happened, in milliseconds since 1970. Not later than its record, for which
   * Kafka's brokers see that it is not in the future: one event of the year 9999 would close the
   * windows of all others.
   */
  private static long time(BoardEvent event, long recorded) {
    var stamp =
        event instanceof Message message
            ? message.timestamp()
            : ((Change) event).origin().timestamp();
    try {
      return Math.max(0, Math.min(Instant.parse(stamp).toEpochMilli(), recorded));
    } catch (DateTimeException e) {
      return recorded;
    }
  }
}
