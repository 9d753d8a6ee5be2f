package org.messageboard.archive;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.messageboard.board.Origin;

/**
 * What moderators have decided about how long something is kept. It is in PostgreSQL alone; each
 * decision stands in the table of acts, too, for ever.
 */
@ApplicationScoped
public class ArchiveKeeping {

  /**
   * A legal hold.
   *
   * @param kind {@code channel} or {@code person}
   * @param by the name of who set it
   */
  public record Hold(String kind, String name, String reason, String by, String since) {}

  /**
   * A decision.
   *
   * @param about a channel or a person
   * @param detail more about it, or null
   */
  public record Act(String at, String by, String what, String about, String detail) {}

  /** A message whose time is over. */
  public record Expired(String id, String channel, long place, boolean deleted) {}

  private static final int ACTS = 100;
  private static final long DAY_MILLIS = 86_400_000;

  @Inject Archive archive;
  @Inject ArchiveSettings settings;

  /** After how many days messages are removed where a channel has no other; 0 for never. */
  public int days() {
    return settings.retention();
  }

  /** The channels that have another retention, with their days. */
  public Map<String, Integer> retentions() {
    return archive.read(
        sql ->
            sql
                .query(
                    "SELECT channel, days FROM retention",
                    row -> Map.entry(row.getString(1), row.getInt(2)))
                .stream()
                .collect(
                    Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (a, b) -> b, TreeMap::new)));
  }

  /**
   * Sets a channel's retention.
   *
   * @param days null for the board's
   */
  public void retain(String channel, Integer days, String by) {
    archive.read(
        sql -> {
          sql.run("DELETE FROM retention WHERE channel = ?", channel);
          if (days != null) {
            sql.run("INSERT INTO retention (channel, days) VALUES (?, ?)", channel, days);
          }
          return act(sql, by, "retention", channel, days == null ? null : days + " days");
        });
  }

  /** All legal holds. */
  public List<Hold> holds() {
    return archive.read(
        sql ->
            sql.query(
                "SELECT kind, name, reason, by, since FROM hold ORDER BY since, kind, name",
                row ->
                    new Hold(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5))));
  }

  /** Sets a hold, or gives it another reason. */
  public void hold(Hold hold) {
    archive.read(
        sql -> {
          sql.run(
              """
              INSERT INTO hold (kind, name, reason, by, since) VALUES (?, ?, ?, ?, ?)
              ON CONFLICT (kind, name) DO UPDATE SET reason = excluded.reason
              """,
              hold.kind(),
              hold.name(),
              hold.reason(),
              hold.by(),
              hold.since());
          return act(sql, hold.by(), "hold", hold.name(), hold.reason());
        });
  }

  /**
   * Ends a hold; what deleted messages said that no other holds is gone with this transaction.
   *
   * @return false if there was none
   */
  public boolean release(String kind, String name, String by) {
    return archive.read(
        sql -> {
          if (sql.run("DELETE FROM hold WHERE kind = ? AND name = ?", kind, name) == 0) {
            return false;
          }
          act(sql, by, "release", name, null);
          scrub(sql);
          return true;
        });
  }

  private static void scrub(Sql sql) throws SQLException {
    var holds = Holds.read(sql);
    var free =
        sql
            .query(
                "SELECT message, channel, held.owner FROM held JOIN message ON id = message",
                row -> new String[] {row.getString(1), row.getString(2), row.getString(3)})
            .stream()
            .filter(held -> !holds.cover(held[1], held[2]))
            .map(held -> held[0])
            .toArray(String[]::new);
    sql.run("DELETE FROM held WHERE message = ANY(?::uuid[])", (Object) free);
  }

  /** The newest decisions, newest first. */
  public List<Act> acts() {
    return archive.read(
        sql ->
            sql.query(
                "SELECT at, by, what, about, detail FROM act ORDER BY number DESC LIMIT " + ACTS,
                row ->
                    new Act(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5))));
  }

  static Void act(Sql sql, String by, String what, String about, String detail)
      throws SQLException {
    sql.run(
        "INSERT INTO act (at, by, what, about, detail) VALUES (?, ?, ?, ?, ?)",
        Origin.stamp(),
        by,
        what,
        about,
        detail);
    return null;
  }

  /** The channels whose messages have an end, each with the place before which they are over. */
  public Map<String, Long> limits() {
    return archive.read(
        sql ->
            sql
                .query(
                    """
                    SELECT name, coalesce(days, ?::integer), extract(epoch FROM now()) * 1000 FROM channel LEFT JOIN retention ON channel = name
                    WHERE coalesce(days, ?::integer) > 0
                    """,
                    row ->
                        Map.entry(
                            row.getString(1),
                            Place.first(row.getLong(3) - row.getInt(2) * DAY_MILLIS)),
                    days(),
                    days())
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /**
   * A page of a channel's messages that are over and not held, the oldest first.
   *
   * @param after only those after this place
   */
  public List<Expired> expired(String channel, long before, long after, int limit) {
    return archive.read(
        sql -> {
          var holds = Holds.read(sql);
          return sql.query(
              """
                  SELECT id, place, deleted_by IS NOT NULL, owner FROM message
                  WHERE channel = ? AND place < ? AND place > ? ORDER BY place LIMIT
                  """
                  + limit,
              row ->
                  holds.cover(channel, row.getString(4))
                      ? new Expired(null, channel, row.getLong(2), true)
                      : new Expired(row.getString(1), channel, row.getLong(2), row.getBoolean(3)),
              channel,
              before,
              after);
        });
  }

  /** The place of the channel's newest messages, of which Redis may have so many; 0 if of all. */
  public long newest(String channel, int messages) {
    return archive.read(
        sql ->
            sql
                .query(
                    "SELECT place FROM message WHERE channel = ? ORDER BY place DESC OFFSET ? LIMIT 1",
                    row -> row.getLong(1),
                    channel,
                    messages - 1)
                .stream()
                .findFirst()
                .orElse(0L));
  }

  /** Removes messages, with all that belongs to them. */
  public int remove(List<String> ids) {
    return archive.read(
        sql ->
            sql.run(
                "DELETE FROM message WHERE id = ANY(?::uuid[])",
                (Object) ids.toArray(String[]::new)));
  }

  /** Does something unless another server does it just now. */
  public void alone(String what, Runnable work) throws SQLException {
    archive.transaction(
        sql -> {
          var free =
              sql.query(
                  "SELECT pg_try_advisory_xact_lock(hashtext(?))",
                  row -> row.getBoolean(1),
                  "message-board " + what);
          if (free.get(0)) {
            work.run();
          }
          return null;
        });
  }
}
