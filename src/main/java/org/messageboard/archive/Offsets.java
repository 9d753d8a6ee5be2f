package org.messageboard.archive;

import static java.util.stream.Collectors.toMap;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.messageboard.archive.Cursor.Bound;

/** How far the archive has come. */
final class Offsets {

  /** The number of a topic that the archive has not read. */
  private static final int UNKNOWN = -1;

  private Offsets() {}

  /** The offset at which each partition of a topic goes on, of those that were read. */
  static Map<Integer, Long> next(Sql sql, String topicId) throws SQLException {
    return sql
        .query(
            """
            SELECT log_partition, next_offset FROM progress JOIN topic ON number = topic
            WHERE id = ?
            """,
            row -> Map.entry(row.getInt(1), row.getLong(2)),
            topicId)
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The offset at which a partition goes on. */
  static long next(Sql sql, Bound partition) throws SQLException {
    return sql
        .query(
            "SELECT next_offset FROM progress WHERE topic = ? AND log_partition = ?",
            row -> row.getLong(1),
            partition.topic(),
            partition.partition())
        .stream()
        .findFirst()
        .orElse(0L);
  }

  /**
   * What Redis has of the topic, as bounds.
   *
   * @param applied the last applied offset by {@code <topic id>:<partition>}; those of a former
   *     topic do not count, because nothing can follow there
   */
  static List<Bound> ends(Sql sql, String topicId, Map<String, Long> applied) throws SQLException {
    int topic =
        sql.query("SELECT number FROM topic WHERE id = ?", row -> row.getInt(1), topicId).stream()
            .findFirst()
            .orElse(UNKNOWN);
    var prefix = topicId + ":";
    return applied.entrySet().stream()
        .filter(e -> e.getKey().startsWith(prefix))
        .map(e -> new Bound(topic, partition(e.getKey(), prefix), e.getValue() + 1))
        .toList();
  }

  private static int partition(String key, String prefix) {
    return Integer.parseInt(key.substring(prefix.length()));
  }

  /** Whether the archive has all that Redis has. */
  static boolean has(Sql sql, List<Bound> ends) throws SQLException {
    for (var end : ends) {
      if (next(sql, end) < end.offset()) {
        return false;
      }
    }
    return true;
  }
}
