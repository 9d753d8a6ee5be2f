package org.messageboard.archive;

import jakarta.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.messageboard.board.Message;
import org.messageboard.board.MessageJson;
import org.messageboard.board.Position;

/**
 * A message as its row has it.
 *
 * @param content null if it is deleted
 * @param owner null if nobody owns it
 * @param editedAt null if it was never edited
 * @param deletedBy null if it is not deleted
 * @param reason why it was deleted, or null
 * @param erased whether its author was erased, too
 * @param bot the icon of the bot that posted it, or null if no bot did
 * @param imported the name of who imported it, or null
 */
record StoredMessage(
    String id,
    String channel,
    String author,
    String content,
    List<String> mentions,
    String replyTo,
    String posted,
    String owner,
    long place,
    int revision,
    String editedAt,
    String deletedBy,
    String reason,
    boolean erased,
    String bot,
    String imported) {

  /** The epoch of archived messages' positions; their numbers are places. */
  static final String EPOCH = "archive";

  /** The columns that {@link #of} reads, of a table {@code m}. */
  static final String COLUMNS =
      "m.id, m.channel, m.author, m.content, m.mentions, m.reply_to, m.posted, m.owner, m.place,"
          + " m.revision, m.edited_at, m.deleted_by, m.reason, m.erased, m.bot, m.imported";

  /** Reads the columns. */
  static StoredMessage of(ResultSet row) throws SQLException {
    var mentions = row.getString(5);
    return new StoredMessage(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        mentions == null ? List.of() : List.of(mentions.split(",")),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getLong(9),
        row.getInt(10),
        row.getString(11),
        row.getString(12),
        row.getString(13),
        row.getBoolean(14),
        row.getString(15),
        row.getString(16));
  }

  boolean isDeleted() {
    return deletedBy != null;
  }

  private String edit() {
    return editedAt == null ? "" : ",\"revision\":" + revision + ",\"editedAt\":" + text(editedAt);
  }

  private String deletion() {
    if (!isDeleted()) {
      return "";
    }
    var why = reason == null ? "" : ",\"reason\":" + text(reason);
    return ",\"deleted\":true,\"deletedBy\":\""
        + deletedBy
        + "\""
        + why
        + (erased ? ",\"erased\":true" : "");
  }

  static String text(String value) {
    return Json.createValue(value).toString();
  }

  Position position() {
    return new Position(EPOCH, place);
  }

  /**
   * The message's JSON, with the members and in the order that Redis has.
   *
   * @param thread the members {@code replies} and {@code lastReplyAt}, or ""
   * @param reactions the elements of the member {@code reactions}, or ""
   * @param reader the subject of who reads it, or null
   */
  String json(String thread, String reactions, String reader) {
    var posted = MessageJson.write(message());
    return posted.substring(0, posted.length() - 1)
        + deletion()
        + edit()
        + thread
        + (reactions.isEmpty() ? "" : ",\"reactions\":[" + reactions + "]")
        + (owner != null && owner.equals(reader) ? ",\"mine\":true}" : "}");
  }

  private Message message() {
    return new Message(
        position().toString(),
        id,
        channel,
        author,
        content,
        posted,
        null,
        replyTo,
        mentions,
        false,
        bot,
        imported);
  }
}
