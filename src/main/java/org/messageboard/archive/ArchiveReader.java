package org.messageboard.archive;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.messageboard.archive.Archive.Work;
import org.messageboard.archive.ArchiveMetrics.Operation;
import org.messageboard.archive.Cursor.At;
import org.messageboard.archive.Cursor.Bound;
import org.messageboard.board.Viewer;

/**
 * Reads what Redis no longer has. When PostgreSQL does not answer, reads fail at once for the next
 * second. No message in an answer is newer than what Redis had when the caller asked it: the stream
 * brings those.
 */
@ApplicationScoped
@Bulkhead(16)
@CircuitBreaker(
    requestVolumeThreshold = 4,
    failureRatio = 0.75,
    delay = 1000,
    failOn = ArchiveAwayException.class)
public class ArchiveReader {

  /**
   * What the pages of a request have in common.
   *
   * @param channel only messages in this channel, or null
   * @param author only messages by this author, or null
   * @param limit maximum number of messages
   * @param viewer who reads them
   * @param applied what Redis had, by {@code <topic id>:<partition>}
   */
  public record Query(
      String channel, String author, int limit, Viewer viewer, Map<String, Long> applied) {

    /** The whole board is the open channels. */
    private Selection selection() {
      var who = channel == null ? Viewer.NOBODY : viewer;
      return new Selection(who).channel(channel).author(author);
    }

    private String reader() {
      return viewer.subject();
    }
  }

  /**
   * A page.
   *
   * @param messages as JSON, newest first
   * @param next the cursor before which there is more, or null
   * @param newer the cursor after which there is more, or null
   */
  public record Page(List<String> messages, Cursor next, Cursor newer) {

    static final Page END = new Page(List.of(), null, null);
  }

  /**
   * A message.
   *
   * @param json the message, with {@code "mine":true} if the viewer owns it
   * @param owner its owner, or null
   */
  public record Found(String json, String owner) {}

  @Inject Archive archive;

  /**
   * The messages before a cursor.
   *
   * @throws ArchiveAwayException when PostgreSQL does not answer
   * @throws NotThereYetException when it has yet to read from Kafka what comes there
   */
  public Page before(Query query, At cursor) {
    return read(sql -> before(sql, query, cursor));
  }

  /** The messages before this one; only those of former topics if it will never be known. */
  public Page beforeMessage(Query query, String id) {
    return read(
        sql -> {
          var message = query.selection().id(id).newest(sql, 1);
          if (!message.isEmpty()) {
            return before(sql, query, new At(message.get(0).place(), List.of()));
          }
          return beforeTopic(sql, query);
        });
  }

  /**
   * The messages that are older than all that was read from Redis.
   *
   * @param isRead whether the message with an id was read there, or is newer
   */
  public Page beforeRead(Query query, Predicate<String> isRead) {
    return read(
        sql -> {
          var seam = new Seam(sql, isRead);
          var bounds = new ArrayList<>(seam.find(ends(sql, query)));
          var former = Offsets.former(sql, archive.topicId(), query.applied());
          bounds.addAll(seam.findFormer(former));
          return before(sql, query, new At(Place.HIGHEST, bounds));
        });
  }

  /** The messages directly after a cursor. */
  public Page after(Query query, At cursor) {
    return read(sql -> after(sql, query, cursor.place(), query.limit()));
  }

  /** The message with this id in the middle of others; empty if there is none. */
  public Optional<Page> around(Query query, String id) {
    return read(
        sql -> {
          var found = query.selection().id(id).below(ends(sql, query)).newest(sql, 1);
          return found.isEmpty() ? Optional.empty() : Optional.of(around(sql, query, found.get(0)));
        });
  }

  /** The message with this id, if the viewer may see it. */
  public Optional<Found> find(String id, Viewer viewer) {
    return read(
        sql -> {
          var found = new Selection(viewer).id(id).newest(sql, 1);
          return new MessageRows(sql, viewer.subject())
              .json(found).stream().map(json -> new Found(json, found.get(0).owner())).findFirst();
        });
  }

  /** The channel of the message with this id, if the viewer may see it. */
  public Optional<String> channelOf(String id, Viewer viewer) {
    return read(
        sql ->
            new Selection(viewer)
                .id(id).newest(sql, 1).stream().map(StoredMessage::channel).findFirst());
  }

  /** Replies to a message before a cursor, newest first. */
  public Page replies(String root, At cursor, int limit, Viewer viewer) {
    return read(
        sql -> {
          var selection = new Selection(viewer).thread(root).before(cursor.place());
          var found = selection.newest(sql, limit + 1);
          return olderPage(sql, found, limit, viewer.subject(), List.of());
        });
  }

  /**
   * Who reacted to a message, with which emoji.
   *
   * @return the elements of a JSON array
   */
  public String reactions(String id, int limit) {
    return read(
        sql ->
            String.join(
                ",",
                sql.query(
                    """
                    SELECT emoji, name FROM reaction WHERE message = ?::uuid
                    ORDER BY began, place LIMIT\s"""
                        + limit,
                    row ->
                        "{\"emoji\":%s,\"by\":%s}"
                            .formatted(
                                StoredMessage.text(row.getString(1)),
                                StoredMessage.text(row.getString(2))),
                    id)));
  }

  /** What is older than all of the topic: Kafka lost a former one before all of it was archived. */
  private Page beforeTopic(Sql sql, Query query) throws SQLException {
    var ends = ends(sql, query);
    requireAll(sql, ends);
    var begins = ends.stream().map(end -> new Bound(end.topic(), end.partition(), 0)).toList();
    return Offsets.hasFormer(sql, archive.topicId())
        ? before(sql, query, new At(Place.HIGHEST, begins))
        : Page.END;
  }

  private static Page before(Sql sql, Query query, At cursor) throws SQLException {
    var selection = query.selection().before(cursor.place()).below(cursor.bounds());
    var found = selection.newest(sql, query.limit() + 1);
    return olderPage(sql, found, query.limit(), query.reader(), cursor.bounds());
  }

  /** One message more than fits shows that there is a further page. */
  private static Page olderPage(
      Sql sql, List<StoredMessage> found, int limit, String reader, List<Bound> bounds)
      throws SQLException {
    boolean more = found.size() > limit;
    var shown = more ? found.subList(0, limit) : found;
    var next = more ? new At(shown.get(limit - 1).place(), bounds) : null;
    return new Page(new MessageRows(sql, reader).json(shown), next, null);
  }

  private Page after(Sql sql, Query query, long place, int limit) throws SQLException {
    var ends = ends(sql, query);
    // Before the messages are read, so that none comes in between
    boolean all = Offsets.has(sql, ends);
    var found = query.selection().after(place).below(ends).oldest(sql, limit + 1);
    boolean more = found.size() > limit;
    var shown = more ? found.subList(0, limit) : found;
    if (!all && shown.isEmpty()) {
      throw new NotThereYetException();
    }
    var newer = more || !all ? Cursor.at(shown.get(shown.size() - 1).place()) : null;
    var messages = new ArrayList<>(new MessageRows(sql, query.reader()).json(shown));
    Collections.reverse(messages);
    return new Page(messages, Cursor.at(place + 1), newer);
  }

  /** Half of the page is older than its message, unless one side does not have that many. */
  private Page around(Sql sql, Query query, StoredMessage middle) throws SQLException {
    int others = query.limit() - 1;
    var at = new At(middle.place(), List.of());
    var newer = newerPart(sql, query, middle.place(), others - others / 2);
    var older = before(sql, withLimit(query, others - newer.messages().size()), at);
    if (older.messages().size() < others / 2) {
      newer = newerPart(sql, query, middle.place(), others - older.messages().size());
    }
    var messages = new ArrayList<>(newer.messages());
    messages.addAll(new MessageRows(sql, query.reader()).json(List.of(middle)));
    messages.addAll(older.messages());
    return new Page(messages, older.next(), newer.newer());
  }

  /** Without any, the message itself is the newest that is there so far. */
  private Page newerPart(Sql sql, Query query, long place, int limit) throws SQLException {
    try {
      return after(sql, query, place, limit);
    } catch (NotThereYetException e) {
      return new Page(List.of(), null, Cursor.at(place));
    }
  }

  private static Query withLimit(Query query, int limit) {
    return new Query(query.channel(), query.author(), limit, query.viewer(), query.applied());
  }

  private List<Bound> ends(Sql sql, Query query) throws SQLException {
    return Offsets.ends(sql, archive.topicId(), query.applied());
  }

  private static void requireAll(Sql sql, List<Bound> ends) throws SQLException {
    if (!Offsets.has(sql, ends)) {
      throw new NotThereYetException();
    }
  }

  private <T> T read(Work<T> work) {
    return archive.read(Operation.HISTORY, work);
  }
}
