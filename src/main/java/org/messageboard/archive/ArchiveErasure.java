package org.messageboard.archive;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.messageboard.board.Deleted;
import org.messageboard.board.Identity;
import org.messageboard.board.Origin;

/**
 * Erasures of people: what of them is still there, and how far each has come. Finding somebody's
 * messages reads all of them, so these statements may take long.
 */
@ApplicationScoped
public class ArchiveErasure {

  /**
   * An erasure.
   *
   * @param by the name of who asked for it
   * @param ended null as long as something is left
   * @param waits why it does not go on, or null
   * @param messages whose content and author are gone from the archive
   * @param reactions that were to be withdrawn
   * @param channels private ones that the person was in
   */
  public record Erasure(
      String person,
      String by,
      String begun,
      String ended,
      String waits,
      long messages,
      long reactions,
      long channels) {}

  /** A message that names the person as its author. */
  public record Written(String id, String channel, long place, boolean held) {}

  /**
   * A reaction of the person's.
   *
   * @param owner the person's subject
   */
  public record Reacted(String id, String channel, String emoji, String owner, boolean held) {}

  @Inject Archive archive;

  /** Begins an erasure; one that has ended begins again, for what came since. */
  public Erasure begin(String person, String by) {
    return archive.read(
        sql -> {
          sql.run(
              """
              INSERT INTO erasure (person, by, begun) VALUES (?, ?, ?)
              ON CONFLICT (person) DO UPDATE SET ended = NULL, waits = NULL
              """,
              person,
              by,
              Origin.stamp());
          ArchiveKeeping.act(sql, by, "erasure", person, null);
          return find(sql, person).orElseThrow();
        });
  }

  /** The erasure of a person. */
  public Optional<Erasure> find(String person) {
    return archive.read(sql -> find(sql, person));
  }

  private static Optional<Erasure> find(Sql sql, String person) throws SQLException {
    return sql
        .query(
            """
            SELECT person, by, begun, ended, waits, messages, reactions, channels
            FROM erasure WHERE person = ?
            """,
            row ->
                new Erasure(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getLong(6),
                    row.getLong(7),
                    row.getLong(8)),
            person)
        .stream()
        .findFirst();
  }

  /** The people whose erasures have not ended. */
  public List<String> open() {
    return archive.read(
        sql ->
            sql.query(
                "SELECT person FROM erasure WHERE ended IS NULL ORDER BY begun",
                row -> row.getString(1)));
  }

  /** Whether nothing of the person may be removed. */
  public boolean isHeld(String person) {
    return archive.read(sql -> Holds.read(sql).people().contains(person));
  }

  /** The subjects that the person has in the archive. */
  public Set<String> subjects(String person) throws SQLException {
    return archive.transaction(
        sql ->
            sql
                .query(
                    """
                    SELECT owner FROM message WHERE owner IS NOT NULL
                    UNION SELECT owner FROM reaction
                    """,
                    row -> row.getString(1))
                .stream()
                .filter(owner -> Identity.person(owner).equals(person))
                .collect(Collectors.toSet()));
  }

  /**
   * A page of what the person wrote that still has its author, the oldest first.
   *
   * @param after only messages after this place
   */
  public List<Written> written(Set<String> subjects, long after, int limit) throws SQLException {
    return archive.transaction(
        sql -> {
          var holds = Holds.read(sql);
          return sql.query(
              "SELECT id, channel, place FROM message WHERE owner = ANY(?) AND place > ? ORDER BY place LIMIT "
                  + limit,
              row ->
                  new Written(
                      row.getString(1),
                      row.getString(2),
                      row.getLong(3),
                      holds.cover(row.getString(2), null)),
              (Object) subjects.toArray(String[]::new),
              after);
        });
  }

  /** All reactions of the person that are there. */
  public List<Reacted> reacted(Set<String> subjects) throws SQLException {
    return archive.transaction(
        sql -> {
          var holds = Holds.read(sql);
          return sql.query(
              """
              SELECT message, channel, emoji, reaction.owner FROM reaction JOIN message ON id = message
              WHERE reaction.owner = ANY(?)
              """,
              row ->
                  new Reacted(
                      row.getString(1),
                      row.getString(2),
                      row.getString(3),
                      row.getString(4),
                      holds.cover(row.getString(2), null)),
              (Object) subjects.toArray(String[]::new));
        });
  }

  /** The private channels in which the person has a name. */
  public List<String> rooms(String person) {
    return archive.read(
        sql ->
            sql.query(
                "SELECT channel FROM member WHERE person = ? AND name <> ? ORDER BY channel",
                row -> row.getString(1),
                person,
                Deleted.ERASED));
  }

  /** Notes what was found. */
  public void found(String person, long reactions, long channels) {
    archive.read(
        sql ->
            sql.run(
                """
                UPDATE erasure SET reactions = greatest(reactions, ?), channels = greatest(channels, ?)
                WHERE person = ?
                """,
                reactions,
                channels,
                person));
  }

  /**
   * Notes how it goes on.
   *
   * @param waits why it does not for now, or null
   * @param ended whether nothing is left
   */
  public void note(String person, String waits, boolean ended) {
    archive.read(
        sql ->
            sql.run(
                "UPDATE erasure SET waits = ?, ended = ? WHERE person = ?",
                waits,
                ended ? Origin.stamp() : null,
                person));
  }
}
