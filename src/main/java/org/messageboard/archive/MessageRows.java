package org.messageboard.archive;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Makes the JSON of archived messages, with their threads and reactions. */
final class MessageRows {

  private final Sql sql;
  private final String reader;

  /**
   * @param reader the subject of who reads them, or null
   */
  MessageRows(Sql sql, String reader) {
    this.sql = sql;
    this.reader = reader;
  }

  /** The messages as JSON, in the same order. */
  List<String> json(List<StoredMessage> messages) throws SQLException {
    var ids = messages.stream().map(StoredMessage::id).toArray(String[]::new);
    var threads = threads(ids);
    var reactions = reactions(ids);
    return messages.stream()
        .map(
            m ->
                m.json(
                    threads.getOrDefault(m.id(), ""), reactions.getOrDefault(m.id(), ""), reader))
        .toList();
  }

  private Map<String, String> threads(String[] ids) throws SQLException {
    return sql
        .query(
            """
            SELECT root, replies, posted FROM unnest(?::uuid[]) AS root
            CROSS JOIN LATERAL (
              SELECT count(*) AS replies, max(place) AS last FROM message WHERE thread = root
            ) AS counted
            JOIN message ON thread = root AND place = last
            """,
            row ->
                Map.entry(
                    row.getString(1),
                    ",\"replies\":%s,\"lastReplyAt\":%s"
                        .formatted(row.getLong(2), StoredMessage.text(row.getString(3)))),
            (Object) ids)
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one));
  }

  private Map<String, String> reactions(String[] ids) throws SQLException {
    return sql
        .query(
            """
            SELECT message, emoji, count(*), bool_or(owner = ?) FROM reaction
            WHERE message = ANY(?::uuid[]) GROUP BY message, emoji ORDER BY min(began)
            """,
            row ->
                Map.entry(
                    row.getString(1),
                    "{\"emoji\":%s,\"count\":%s%s}"
                        .formatted(
                            StoredMessage.text(row.getString(2)),
                            row.getLong(3),
                            row.getBoolean(4) ? ",\"mine\":true" : "")),
            StoredText.of(reader),
            ids)
        .stream()
        .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, joining(","))));
  }
}
