package org.messageboard.archive;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.messageboard.board.Viewer;

/** Gives out all that the archive has, a page at a time, so that memory is bounded. */
@ApplicationScoped
public class ArchiveExport {

  /** Takes what is exported. */
  public interface Lines {

    /** Takes one line. */
    void write(JsonObject line) throws IOException;

    /** What was written so far should reach the client. */
    void flush() throws IOException;
  }

  private static final int PAGE = 100;

  @Inject Archive archive;

  /**
   * The names of the channels to export. An open one begins with a message, so one that has none
   * any more could not be imported.
   *
   * @param channel the only one, or null
   * @param after where a former export has ended, or null
   */
  public List<String> channels(Viewer viewer, String channel, ExportCursor after) {
    var names =
        archive.read(
            sql ->
                sql.query(
                    """
                    SELECT c.name FROM channel c WHERE (? = '' OR c.name = ?) AND c.name >= ? COLLATE "C"
                      AND (EXISTS (SELECT FROM message m WHERE m.channel = c.name)
                        OR EXISTS (SELECT FROM member m WHERE m.channel = c.name))
                    ORDER BY c.name COLLATE "C"
                    """,
                    row -> row.getString(1),
                    channel == null ? "" : channel,
                    channel == null ? "" : channel,
                    after == null ? "" : after.channel()));
    return names.stream().filter(viewer::maySee).toList();
  }

  /**
   * Writes the channels and their messages.
   *
   * @throws ArchiveAwayException when PostgreSQL does not answer; the cursor of the last line says
   *     where to go on
   * @throws IOException when the client is gone
   */
  public void write(Viewer viewer, List<String> channels, ExportCursor after, Lines lines)
      throws IOException {
    for (var channel : channels) {
      if (after != null && after.channel().equals(channel)) {
        writeMessages(viewer, channel, after.place(), lines);
      } else {
        lines.write(archive.read(sql -> ExportLines.channel(sql, channel)));
        writeMessages(viewer, channel, 0, lines);
      }
    }
  }

  /** One message's line. */
  public Optional<JsonObject> message(Viewer viewer, String id) {
    return archive.read(
        sql ->
            new ExportLines(sql, false)
                .messages(new Selection(viewer).id(id).newest(sql, 1)).stream().findFirst());
  }

  private void writeMessages(Viewer viewer, String channel, long after, Lines lines)
      throws IOException {
    long place = after;
    for (List<StoredMessage> page; !(page = page(viewer, channel, place)).isEmpty(); ) {
      var shown = page;
      var found = archive.read(sql -> new ExportLines(sql, viewer.everything()).messages(shown));
      for (var line : found) {
        lines.write(line);
      }
      lines.flush();
      place = page.get(page.size() - 1).place();
    }
  }

  private List<StoredMessage> page(Viewer viewer, String channel, long after) {
    return archive.read(sql -> page(sql, viewer, channel, after));
  }

  private static List<StoredMessage> page(Sql sql, Viewer viewer, String channel, long after)
      throws SQLException {
    return new Selection(viewer).channel(channel).after(after).oldest(sql, PAGE);
  }
}
