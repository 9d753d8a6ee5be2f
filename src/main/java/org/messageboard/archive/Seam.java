package org.messageboard.archive;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.messageboard.archive.Cursor.Bound;

/**
 * Where the archive continues what was read from Redis. Redis numbers the events of all partitions
 * in the order in which they arrived, the archive has another order between partitions. But within
 * a partition both have the same, so the seam is an offset in each: all messages below it are older
 * than what was read, and no others.
 */
final class Seam {

  private record Message(String id, long offset) {}

  private final Sql sql;
  private final Predicate<String> isRead;

  /**
   * @param isRead whether the message with an id was read from Redis, or is newer than that
   */
  Seam(Sql sql, Predicate<String> isRead) {
    this.sql = sql;
    this.isRead = isRead;
  }

  /**
   * The seam in each partition.
   *
   * @param ends the offset after the last that Redis has
   * @throws NotThereYetException if the archive lacks messages before the seam
   */
  List<Bound> find(List<Bound> ends) throws SQLException {
    var bounds = new ArrayList<Bound>();
    for (var end : ends) {
      bounds.add(new Bound(end.topic(), end.partition(), offset(end)));
    }
    return bounds;
  }

  /** The same in a former topic, of which the archive never gets what it lacks. */
  List<Bound> findFormer(List<Bound> ends) throws SQLException {
    var bounds = new ArrayList<Bound>();
    for (var end : ends) {
      var newest = newest(end, 0, end.offset() - 1);
      bounds.add(
          isRead(newest) ? new Bound(end.topic(), end.partition(), first(end, newest)) : end);
    }
    return bounds;
  }

  private long offset(Bound end) throws SQLException {
    var newest = newest(end, 0, end.offset() - 1);
    if (isRead(newest)) {
      return first(end, newest);
    }
    if (Offsets.next(sql, end) < end.offset()) {
      throw new NotThereYetException();
    }
    return end.offset();
  }

  private boolean isRead(Message message) {
    return message != null && isRead.test(message.id());
  }

  /** The offset of the first message that was read, of which this is the newest. */
  private long first(Bound end, Message newest) throws SQLException {
    long low = 0;
    long high = newest.offset();
    while (low < high) {
      long middle = (low + high - 1) >>> 1;
      var found = newest(end, low, middle);
      if (isRead(found)) {
        high = found.offset();
      } else {
        low = middle + 1;
      }
    }
    return high;
  }

  /** The partition's newest message between two offsets, both included, or null. */
  private Message newest(Bound partition, long from, long to) throws SQLException {
    return sql
        .query(
            """
            SELECT id, log_offset FROM message
            WHERE topic = ? AND log_partition = ? AND log_offset BETWEEN ? AND ?
            ORDER BY log_offset DESC LIMIT 1
            """,
            row -> new Message(row.getString(1), row.getLong(2)),
            partition.topic(),
            partition.partition(),
            from,
            to)
        .stream()
        .findFirst()
        .orElse(null);
  }
}
