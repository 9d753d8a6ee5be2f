package org.messageboard.archive;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Identity;

/** Says what is there already, so that an import appends only what is not. */
@ApplicationScoped
public class ArchiveImport {

  /**
   * A message that is there.
   *
   * @param content null if it is deleted
   * @param imported whether it was imported
   * @param reactions each emoji, a blank, and the person
   */
  public record Standing(
      String channel,
      String author,
      String content,
      int revision,
      boolean imported,
      Set<String> reactions) {}

  /**
   * A channel.
   *
   * @param settings null if nobody has set any, or it is not there
   * @param members of a private one that is there, with their names; empty otherwise
   */
  public record Channel(ChannelSettings settings, Map<String, String> members) {}

  @Inject Archive archive;

  /** Those of these messages that are there, by their ids. */
  public Map<String, Standing> messages(Collection<String> ids) {
    return archive.read(sql -> messages(sql, ids.toArray(String[]::new)));
  }

  private static Map<String, Standing> messages(Sql sql, String[] ids) throws SQLException {
    var reactions = new HashSet<List<String>>();
    sql.query(
        "SELECT message, emoji, owner FROM reaction WHERE message = ANY(?::uuid[])",
        row ->
            reactions.add(
                List.of(
                    row.getString(1), row.getString(2) + " " + Identity.person(row.getString(3)))),
        (Object) ids);
    return sql
        .query(
            """
            SELECT id, channel, author, content, revision, imported IS NOT NULL
            FROM message WHERE id = ANY(?::uuid[])
            """,
            row ->
                Map.entry(
                    row.getString(1),
                    new Standing(
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getInt(5),
                        row.getBoolean(6),
                        of(row.getString(1), reactions))),
            (Object) ids)
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Set<String> of(String id, Set<List<String>> reactions) {
    return reactions.stream().filter(r -> r.get(0).equals(id)).map(r -> r.get(1)).collect(toSet());
  }

  /** What is known of a channel. */
  public Channel channel(String name) {
    return archive.read(
        sql -> {
          var settings =
              sql.query(
                  "SELECT topic, kind, archived, locked, title FROM channel WHERE name = ? AND topic IS NOT NULL",
                  row ->
                      new ChannelSettings(
                          row.getString(1),
                          row.getString(2),
                          row.getBoolean(3),
                          row.getBoolean(4),
                          row.getString(5)),
                  name);
          var members =
              sql.query(
                  "SELECT person, name FROM member WHERE channel = ?",
                  row -> Map.entry(row.getString(1), row.getString(2)),
                  name);
          return new Channel(
              settings.stream().findFirst().orElse(null),
              members.stream().collect(toMap(Map.Entry::getKey, Map.Entry::getValue)));
        });
  }

  /** Those of these people whose traces were removed, or are being removed. */
  public Set<String> erased(Collection<String> people) {
    return archive.read(
        sql ->
            Set.copyOf(
                sql.query(
                    "SELECT person FROM erasure WHERE person = ANY(?)",
                    row -> row.getString(1),
                    (Object) people.toArray(String[]::new))));
  }
}
