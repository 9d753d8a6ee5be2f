package org.messageboard.archive;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Deleted;
import org.messageboard.board.Edited;
import org.messageboard.board.Message;
import org.messageboard.board.Reacted;

/**
 * What the events of a batch change. New messages are written first and all together; what happened
 * to messages follows in order.
 */
final class Changes {

  private interface Step {
    void run(Sql sql) throws SQLException;
  }

  private record Post(Message message, String thread, ArchivedEvent archived) {}

  private static final int KEY = 100;

  private final List<Post> posts = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();

  /**
   * A new message.
   *
   * @param thread the id of the message whose thread it is in, or null
   */
  void post(Message message, String thread, ArchivedEvent archived) {
    posts.add(new Post(message, thread, archived));
  }

  void edit(Edited edited) {
    steps.add(
        sql -> {
          sql.run(
              """
              INSERT INTO revision (message, revision, content, mentions)
              SELECT id, revision, content, mentions FROM message WHERE id = ?::uuid
              """,
              edited.id());
          sql.run(
              """
              UPDATE message SET content = ?, mentions = ?, revision = ?, edited_at = ?, search = ?::tsvector
              WHERE id = ?::uuid
              """,
              StoredText.of(edited.content()),
              mentions(edited.mentions()),
              edited.revision(),
              edited.origin().timestamp(),
              Words.vector(edited.content()),
              edited.id());
        });
  }

  /** What the message and its revisions said is gone with this transaction. */
  void delete(Deleted deleted) {
    steps.add(
        sql -> {
          sql.run(
              """
              UPDATE message SET content = NULL, mentions = NULL, search = NULL, revision = 1,
                edited_at = NULL, deleted_by = ?, reason = ?
              WHERE id = ?::uuid
              """,
              deleted.by(),
              StoredText.of(deleted.reason()),
              deleted.id());
          sql.run("DELETE FROM revision WHERE message = ?::uuid", deleted.id());
          sql.run("DELETE FROM reaction WHERE message = ?::uuid", deleted.id());
        });
  }

  void react(Reacted reacted, long began, long place) {
    steps.add(
        sql ->
            sql.run(
                "INSERT INTO reaction (message, emoji, owner, name, began, place) VALUES (?::uuid, ?, ?, ?, ?, ?)",
                reacted.id(),
                reacted.emoji(),
                StoredText.of(reacted.owner()),
                StoredText.of(reacted.name()),
                began,
                place));
  }

  void unreact(Reacted reacted) {
    steps.add(
        sql ->
            sql.run(
                "DELETE FROM reaction WHERE message = ?::uuid AND emoji = ? AND left(owner, 200) = left(?, 200) AND owner = ?",
                reacted.id(),
                reacted.emoji(),
                StoredText.of(reacted.owner()),
                StoredText.of(reacted.owner())));
  }

  void set(String channel, ChannelSettings settings) {
    steps.add(
        sql ->
            sql.run(
                "UPDATE channel SET topic = ?, kind = ?, archived = ?, locked = ?, title = ? WHERE name = ?",
                settings.topic(),
                settings.kind(),
                settings.archived(),
                settings.locked(),
                settings.title(),
                channel));
  }

  /** Writes all of it. */
  void write(Sql sql) throws SQLException {
    if (!posts.isEmpty()) {
      writePosts(sql);
    }
    for (var step : steps) {
      step.run(sql);
    }
  }

  private void writePosts(Sql sql) throws SQLException {
    sql.run(
        "INSERT INTO channel (name) SELECT DISTINCT unnest(?::text[]) ON CONFLICT DO NOTHING",
        (Object) texts(post -> post.message().channel()));
    sql.run(
        """
        INSERT INTO message (id, channel, author, author_key, content, mentions, reply_to, thread, posted, owner,
          place, topic, log_partition, log_offset, search, bot)
        SELECT id, channel, author, author_key, content, mentions, reply_to, thread, posted, owner,
          place, topic, log_partition, log_offset, search::tsvector, bot
        FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::uuid[], ?::uuid[],
          ?::text[], ?::text[], ?::bigint[], ?::smallint[], ?::integer[], ?::bigint[], ?::text[], ?::text[])
          AS new (id, channel, author, author_key, content, mentions, reply_to, thread, posted, owner,
            place, topic, log_partition, log_offset, search, bot)
        """,
        texts(post -> post.message().id()),
        texts(post -> post.message().channel()),
        texts(post -> post.message().author()),
        texts(post -> authorKey(post.message().author())),
        texts(post -> post.message().content()),
        texts(post -> mentions(post.message().mentions())),
        texts(post -> post.message().replyTo()),
        texts(Post::thread),
        texts(post -> post.message().timestamp()),
        texts(post -> post.message().owner()),
        numbers(post -> post.archived().place()),
        numbers(post -> (long) post.archived().topic()),
        numbers(post -> (long) post.archived().partition()),
        numbers(post -> post.archived().offset()),
        texts(post -> Words.vector(post.message().content())),
        texts(post -> post.message().bot()));
  }

  /** What authors are looked up by. */
  static String authorKey(String author) {
    var key = StoredText.of(Words.fold(author));
    return key.codePointCount(0, key.length()) <= KEY
        ? key
        : key.substring(0, key.offsetByCodePoints(0, KEY));
  }

  /** No name has a comma in it. */
  private static String mentions(List<String> names) {
    return names.isEmpty() ? null : String.join(",", names);
  }

  private String[] texts(Function<Post, String> member) {
    return posts.stream().map(member).map(StoredText::of).toArray(String[]::new);
  }

  private Long[] numbers(Function<Post, Long> member) {
    return posts.stream().map(member).toArray(Long[]::new);
  }
}
