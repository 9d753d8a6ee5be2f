package org.messageboard.archive;

import static java.util.stream.Collectors.toMap;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.UnreadableRecordException;
import org.messageboard.log.KafkaRecord;
import org.messageboard.log.RecordBatches;
import org.messageboard.log.RecordReader;

/**
 * Writes batches of records, each in one transaction with the offsets that it reaches. The rows of
 * the partitions' progress stay locked until the end, so any number of consumers may write the same
 * records at the same time: a record counts once.
 */
final class BatchWriter {

  /** How far a partition has been read, and the place of its newest event. */
  private record Progress(long next, long newest) {}

  private final Archive archive;
  private final RecordReader reader;

  BatchWriter(Archive archive, RecordReader reader) {
    this.archive = archive;
    this.reader = reader;
  }

  /**
   * Writes records that were not written before.
   *
   * @param topicId the id of the topic that they are of
   * @return false if the archive lacks records before them; nothing is written then
   * @throws SQLException when PostgreSQL is away; try again
   */
  boolean write(String topicId, List<KafkaRecord> records) throws SQLException {
    boolean many = records.size() >= RecordBatches.SIZE;
    return archive.write(many, sql -> write(sql, topicId, records)).isPresent();
  }

  /**
   * The offset at which each partition goes on, of those that were read.
   *
   * @throws SQLException when PostgreSQL is away; try again
   */
  Map<Integer, Long> next(String topicId) throws SQLException {
    return archive.transaction(sql -> Offsets.next(sql, topicId));
  }

  private OptionalInt write(Sql sql, String topicId, List<KafkaRecord> records)
      throws SQLException {
    int topic = topic(sql, topicId);
    var progress = lock(sql, topic, records);
    var events = new ArrayList<ArchivedEvent>();
    for (var record : records) {
      var before = progress.get(record.partition());
      if (record.offset() < before.next()) {
        continue;
      }
      if (record.before() >= before.next()) {
        return OptionalInt.empty();
      }
      var event = event(record);
      long place =
          event == null
              ? before.newest()
              : Place.after(before.newest(), record.timestamp(), record.partition());
      progress.put(record.partition(), new Progress(record.offset() + 1, place));
      if (event != null) {
        events.add(new ArchivedEvent(event, topic, record.partition(), record.offset(), place));
      }
    }
    judge(sql, events);
    save(sql, topic, progress);
    return OptionalInt.of(events.size());
  }

  private static void judge(Sql sql, List<ArchivedEvent> events) throws SQLException {
    if (events.isEmpty()) {
      return;
    }
    var known = Known.read(sql, events.stream().map(ArchivedEvent::event).toList());
    var changes = new Changes();
    var judge = new Judge(known, changes);
    events.forEach(judge::judge);
    changes.write(sql);
  }

  private BoardEvent event(KafkaRecord record) {
    try {
      return record.hole() ? null : reader.event(record);
    } catch (UnreadableRecordException e) {
      return null;
    }
  }

  private static int topic(Sql sql, String id) throws SQLException {
    var known = number(sql, id);
    if (known.isEmpty()) {
      sql.run("INSERT INTO topic (id) VALUES (?) ON CONFLICT DO NOTHING", id);
      known = number(sql, id);
    }
    return known.get(0);
  }

  private static List<Integer> number(Sql sql, String id) throws SQLException {
    return sql.query("SELECT number FROM topic WHERE id = ?", row -> row.getInt(1), id);
  }

  /** A topic that was created again begins after all that was in the former one. */
  private static Map<Integer, Progress> lock(Sql sql, int topic, List<KafkaRecord> records)
      throws SQLException {
    var partitions =
        records.stream().map(r -> (long) r.partition()).distinct().sorted().toArray(Long[]::new);
    var locked = locked(sql, topic, partitions);
    if (locked.size() < partitions.length) {
      sql.run(
          """
          INSERT INTO progress (topic, log_partition, next_offset, newest)
          SELECT ?, p, 0, coalesce((SELECT max(newest) FROM progress WHERE topic <> ?), 0)
          FROM unnest(?::integer[]) AS p ON CONFLICT DO NOTHING
          """,
          topic,
          topic,
          partitions);
      locked = locked(sql, topic, partitions);
    }
    return new HashMap<>(locked);
  }

  private static Map<Integer, Progress> locked(Sql sql, int topic, Long[] partitions)
      throws SQLException {
    return sql
        .query(
            """
            SELECT log_partition, next_offset, newest FROM progress
            WHERE topic = ? AND log_partition = ANY(?::integer[])
            ORDER BY log_partition FOR UPDATE
            """,
            row -> Map.entry(row.getInt(1), new Progress(row.getLong(2), row.getLong(3))),
            topic,
            partitions)
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static void save(Sql sql, int topic, Map<Integer, Progress> progress)
      throws SQLException {
    sql.run(
        """
        UPDATE progress SET next_offset = n, newest = p FROM unnest(?::integer[], ?::bigint[], ?::bigint[]) AS now (l, n, p)
        WHERE topic = ? AND log_partition = l
        """,
        progress.keySet().stream().map(Integer::longValue).toArray(Long[]::new),
        progress.values().stream().map(Progress::next).toArray(Long[]::new),
        progress.values().stream().map(Progress::newest).toArray(Long[]::new),
        topic);
  }
}
