package org.messageboard.archive;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.messageboard.archive.Cursor.Bound;
import org.messageboard.board.Viewer;

/**
 * Which archived messages somebody asks for. Every reader's query for messages is made here, so a
 * condition on what they may see has its one place in {@link #Selection}.
 */
final class Selection {

  private static final String MATCHES = "m.search @@ ?::tsquery";
  private static final String NEWEST = "ORDER BY m.place DESC";
  private static final String BEST =
      "ORDER BY ts_rank_cd(m.search, ?::tsquery, 1) DESC, m.place DESC";

  /** In the first line of a plan. */
  private static final Pattern ROWS = Pattern.compile("rows=(\\d+)");

  /** {@link org.messageboard.board.ChannelName#isPrivate}, of a message that it is not true of. */
  private static final String OPEN =
      "(length(m.channel) <> 34 OR m.channel !~ '^[pd]-[0-9a-f]{32}$')";

  private final List<String> conditions = new ArrayList<>();
  private final List<Object> parameters = new ArrayList<>();
  private String search;

  /** All that somebody may see: open channels, and the private ones that they are in. */
  Selection(Viewer viewer) {
    if (viewer.everything()) {
      conditions.add("true");
    } else if (viewer.rooms().isEmpty()) {
      conditions.add(OPEN);
    } else {
      var rooms = (Object) viewer.rooms().toArray(String[]::new);
      where("(" + OPEN + " OR m.channel = ANY(?::text[]))", rooms);
    }
  }

  /** Only messages of this channel, unless it is null. */
  Selection channel(String name) {
    return name == null ? this : where("m.channel = ?", name);
  }

  /** Only messages by exactly this author, unless it is null. */
  Selection author(String name) {
    return name == null
        ? this
        : where("m.author_key = ? AND m.author = ?", Changes.authorKey(name), StoredText.of(name));
  }

  /** Only messages by this author, whatever the case and accents, unless it is null. */
  Selection authorLike(String name) {
    return name == null ? this : where("m.author_key = ?", Changes.authorKey(name));
  }

  Selection undeleted() {
    return where("m.deleted_by IS NULL");
  }

  Selection id(String id) {
    return where("m.id = ?::uuid", id);
  }

  Selection thread(String root) {
    return where("m.thread = ?::uuid", root);
  }

  Selection before(long place) {
    return where("m.place < ?", place);
  }

  Selection after(long place) {
    return where("m.place > ?", place);
  }

  /** Nothing at or after these offsets. */
  Selection below(List<Bound> bounds) {
    return bounds.isEmpty()
        ? this
        : where(
            """
            NOT EXISTS (
              SELECT FROM unnest(?::integer[], ?::integer[], ?::bigint[]) AS bound (topic, log_partition, log_offset)
              WHERE bound.topic = m.topic AND bound.log_partition = m.log_partition
                AND bound.log_offset <= m.log_offset)
            """,
            bounds.stream().map(b -> (long) b.topic()).toArray(Long[]::new),
            bounds.stream().map(b -> (long) b.partition()).toArray(Long[]::new),
            bounds.stream().map(Bound::offset).toArray(Long[]::new));
  }

  /** From this place on. */
  Selection from(long place) {
    return where("m.place >= ?", place);
  }

  /** Only messages that match, which deleted ones never do; all if it is null. */
  Selection matching(String tsquery) {
    search = tsquery;
    return this;
  }

  private Selection where(String condition, Object... values) {
    conditions.add(condition);
    parameters.addAll(List.of(values));
    return this;
  }

  /** The first of them, newest first. */
  List<StoredMessage> newest(Sql sql, int limit) throws SQLException {
    return read(sql, "DESC", limit);
  }

  /**
   * The first of them, newest first, among so many of the newest that the search need not match.
   * That is quick for common words, however many messages have them, and takes a bounded time for
   * rare ones.
   */
  List<StoredMessage> newestAmong(Sql sql, long window, int limit) throws SQLException {
    return matching(sql, among(window, limit), NEWEST, limit);
  }

  /** The first of them, newest first, all of which the index of words finds. */
  List<StoredMessage> newestByIndex(Sql sql, int limit) throws SQLException {
    return matching(sql, byIndex(limit), NEWEST, limit);
  }

  /** The best of so many of the newest of them. */
  List<StoredMessage> best(Sql sql, int window, int limit) throws SQLException {
    return matching(sql, byIndex(window), BEST, limit, search);
  }

  /** The best of so many of the newest of them, which are among the newest messages. */
  List<StoredMessage> bestAmong(Sql sql, long messages, int window, int limit) throws SQLException {
    return matching(sql, among(messages, window), BEST, limit, search);
  }

  private String among(long window, int limit) {
    var newest =
        "SELECT * FROM message m WHERE %s ORDER BY m.place DESC LIMIT %s"
            .formatted(String.join(" AND ", conditions), window);
    return "SELECT * FROM (%s) m WHERE %s %s LIMIT %s".formatted(newest, MATCHES, NEWEST, limit);
  }

  /** Not ordered where they are found, so that PostgreSQL does not look in the order of places. */
  private String byIndex(int limit) {
    return "SELECT * FROM (SELECT * FROM message m WHERE %s AND %s OFFSET 0) m %s LIMIT %s"
        .formatted(String.join(" AND ", conditions), MATCHES, NEWEST, limit);
  }

  private List<StoredMessage> matching(
      Sql sql, String found, String order, int limit, Object... ordering) throws SQLException {
    var values = new ArrayList<>(parameters);
    values.add(search);
    values.addAll(List.of(ordering));
    return sql.query(
        "SELECT %s FROM (%s) m %s LIMIT %s".formatted(StoredMessage.COLUMNS, found, order, limit),
        StoredMessage::of,
        values.toArray());
  }

  /** How many messages of the whole board match, by PostgreSQL's statistics. */
  long estimate(Sql sql) throws SQLException {
    var plan =
        sql.query(
            "EXPLAIN SELECT FROM message m WHERE " + MATCHES, row -> row.getString(1), search);
    var rows = ROWS.matcher(plan.get(0));
    return rows.find() ? Long.parseLong(rows.group(1)) : 0;
  }

  /** The first of them, oldest first. */
  List<StoredMessage> oldest(Sql sql, int limit) throws SQLException {
    return read(sql, "ASC", limit);
  }

  private List<StoredMessage> read(Sql sql, String order, int limit) throws SQLException {
    var query =
        "SELECT %s FROM message m WHERE %s ORDER BY m.place %s LIMIT %s"
            .formatted(StoredMessage.COLUMNS, String.join(" AND ", conditions), order, limit);
    return sql.query(query, StoredMessage::of, parameters.toArray());
  }
}
