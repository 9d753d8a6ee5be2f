package org.messageboard.archive;

import static java.util.stream.Collectors.toMap;

import java.sql.SQLException;
import java.util.ArrayList;
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
   * @param applied the last applied offset by {@code <topic id>:<partition>}
   */
  static List<Bound> ends(Sql sql, String topicId, Map<String, Long> applied) throws SQLException {
    return bounds(topicId, topics(sql).getOrDefault(topicId, UNKNOWN), applied);
  }

  /**
   * What Redis still has of former topics, as bounds.
   *
   * @param applied see {@link #ends}
   */
  static List<Bound> former(Sql sql, String topicId, Map<String, Long> applied)
      throws SQLException {
    var bounds = new ArrayList<Bound>();
    for (var topic : topics(sql).entrySet()) {
      if (!topic.getKey().equals(topicId)) {
        bounds.addAll(bounds(topic.getKey(), topic.getValue(), applied));
      }
    }
    return bounds;
  }

  /** Whether the archive has messages of a topic that there was before. */
  static boolean hasFormer(Sql sql, String topicId) throws SQLException {
    return topics(sql).keySet().stream().anyMatch(id -> !id.equals(topicId));
  }

  /** The numbers of all topics by their ids. */
  private static Map<String, Integer> topics(Sql sql) throws SQLException {
    return sql
        .query("SELECT id, number FROM topic", row -> Map.entry(row.getString(1), row.getInt(2)))
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static List<Bound> bounds(String topicId, int topic, Map<String, Long> applied) {
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
