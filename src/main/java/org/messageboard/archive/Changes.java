package org.messageboard.archive;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Deleted;
import org.messageboard.board.Edited;
import org.messageboard.board.Identity;
import org.messageboard.board.Member;
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
    if (message.imported() != null) {
      steps.add(
          sql ->
              sql.run(
                  "UPDATE message SET imported = ? WHERE id = ?::uuid",
                  StoredText.of(message.imported()),
                  message.id()));
    }
  }

  void edit(Edited edited) {
    steps.add(
        sql -> {
          sql.run(
              """
              INSERT INTO revision (message, revision, content, mentions, written)
              SELECT id, revision, content, mentions, coalesce(edited_at, posted) FROM message
              WHERE id = ?::uuid
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

  /** Keeps what a message that is about to be deleted says, because it is held. */
  void hold(Deleted deleted) {
    steps.add(
        sql ->
            sql.run(
                """
                INSERT INTO held (message, owner, content, revisions)
                SELECT id, owner, content, coalesce((
                  SELECT json_agg(json_build_object('revision', r.revision, 'content', r.content,
                    'timestamp', r.written) ORDER BY r.revision)::text
                  FROM revision r WHERE r.message = id), '[]')
                FROM message WHERE id = ?::uuid
                """,
                deleted.id()));
  }

  /**
   * What the message and its revisions said is gone with this transaction.
   *
   * @param owner whose it was, or null
   */
  void delete(Deleted deleted, String owner) {
    steps.add(
        sql -> {
          sql.run(
              """
              UPDATE message SET content = NULL, mentions = NULL, search = NULL, revision = 1,
                edited_at = NULL, reason = CASE WHEN deleted_by IS NULL THEN ? ELSE reason END,
                deleted_by = coalesce(deleted_by, ?)
              WHERE id = ?::uuid
              """,
              StoredText.of(deleted.reason()),
              deleted.by(),
              deleted.id());
          if (deleted.erased()) {
            erase(sql, deleted.id(), owner);
          }
          sql.run("DELETE FROM revision WHERE message = ?::uuid", deleted.id());
          sql.run("DELETE FROM reaction WHERE message = ?::uuid", deleted.id());
        });
  }

  private static void erase(Sql sql, String id, String owner) throws SQLException {
    sql.run(
        """
        UPDATE message SET author = ?, author_key = ?, owner = NULL, erased = true
        WHERE id = ?::uuid
        """,
        Deleted.ERASED,
        authorKey(Deleted.ERASED),
        id);
    if (owner != null) {
      sql.run(
          "UPDATE erasure SET messages = messages + 1 WHERE person = ?", Identity.person(owner));
    }
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
                """
                INSERT INTO channel (name, topic, kind, archived, locked, title) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET topic = excluded.topic, kind = excluded.kind,
                  archived = excluded.archived, locked = excluded.locked, title = excluded.title
                """,
                channel,
                settings.topic(),
                settings.kind(),
                settings.archived(),
                settings.locked(),
                settings.title()));
  }

  void enter(String channel, Member member) {
    steps.add(
        sql ->
            sql.run(
                "INSERT INTO member (channel, person, name) VALUES (?, ?, ?)",
                channel,
                member.person(),
                StoredText.of(member.name())));
  }

  void rename(String channel, Member member) {
    steps.add(
        sql ->
            sql.run(
                "UPDATE member SET name = ? WHERE channel = ? AND person = ?",
                StoredText.of(member.name()),
                channel,
                member.person()));
  }

  void leave(String channel, Member member) {
    steps.add(
        sql ->
            sql.run(
                "DELETE FROM member WHERE channel = ? AND person = ?", channel, member.person()));
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
