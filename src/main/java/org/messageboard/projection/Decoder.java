package org.messageboard.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.UnreadableRecordException;
import org.messageboard.log.DeadLetters;
import org.messageboard.log.KafkaRecord;
import org.messageboard.log.RecordReader;
import org.messageboard.log.UnreadableRecord;
import org.messageboard.view.ViewRecord;

/** Turns records of the topic into records of the view; unreadable ones become dead letters. */
final class Decoder {

  /** Knows which unreadable records are dead letters already. */
  interface Kept {
    boolean has(KafkaRecord record) throws InterruptedException;
  }

  private final DeadLetters deadLetters;
  private final RecordReader reader;

  Decoder(DeadLetters deadLetters, RecordReader reader) {
    this.deadLetters = deadLetters;
    this.reader = reader;
  }

  /**
   * Decodes records of a topic, once the unreadable ones are among the dead letters.
   *
   * @param trace the traceparent that a record's event is published with, or ""
   * @throws InterruptedException when the thread is interrupted before that
   */
  List<ViewRecord> decode(
      String topicId, List<KafkaRecord> records, Function<KafkaRecord, String> trace, Kept kept)
      throws InterruptedException {
    reader.await(records);
    var unreadable = new ArrayList<UnreadableRecord>();
    var decoded = new ArrayList<ViewRecord>(records.size());
    for (var record : records) {
      decoded.add(
          new ViewRecord(
              record.partition(),
              record.before(),
              record.offset(),
              event(record, unreadable),
              trace.apply(record)));
    }
    keep(topicId, unreadable, kept);
    return decoded;
  }

  private void keep(String topicId, List<UnreadableRecord> unreadable, Kept kept)
      throws InterruptedException {
    var letters = new ArrayList<UnreadableRecord>();
    for (var letter : unreadable) {
      if (!kept.has(letter.record())) {
        letters.add(letter);
      }
    }
    deadLetters.keep(topicId, letters);
  }

  private BoardEvent event(KafkaRecord record, List<UnreadableRecord> unreadable) {
    try {
      return record.hole() ? null : reader.event(record);
    } catch (UnreadableRecordException e) {
      unreadable.add(new UnreadableRecord(record, e.getMessage()));
      return null;
    }
  }
}
