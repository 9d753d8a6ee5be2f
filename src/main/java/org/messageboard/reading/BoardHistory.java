package org.messageboard.reading;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.messageboard.accounts.Viewers;
import org.messageboard.archive.Archive;
import org.messageboard.archive.ArchiveReader;
import org.messageboard.archive.ArchiveReader.Page;
import org.messageboard.archive.Cursor;
import org.messageboard.archive.Cursor.At;
import org.messageboard.archive.Cursor.AtMessage;
import org.messageboard.archive.Cursor.AtNumber;
import org.messageboard.board.MessageFields;
import org.messageboard.board.Position;
import org.messageboard.board.Viewer;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;
import org.messageboard.view.ChannelReader;
import org.messageboard.view.Extent;
import org.messageboard.view.ExtentReader;
import org.messageboard.view.History;
import org.messageboard.view.HistoryQuery;
import org.messageboard.view.SharedPage;
import org.messageboard.view.ViewReader;

/**
 * History from Redis, and where that ends and this server has an archive, from there on. A page is
 * of one of the two: the last one from Redis has a cursor of the archive as its {@code next}.
 */
@ApplicationScoped
public class BoardHistory {

  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  @Inject ViewReader view;
  @Inject ExtentReader extents;
  @Inject Archive archive;
  @Inject ArchiveReader old;
  @Inject Viewers viewers;

  /**
   * A page of history; each parameter of the request may be null.
   *
   * @param reader the subject of who reads it, or null
   */
  History read(
      String channel,
      String author,
      String before,
      String after,
      String around,
      String limit,
      String reader) {
    if (archive.isEnabled() && (Cursor.isMeant(before) || Cursor.isMeant(after))) {
      // The cursor stands in for a position, so that the other parameters are checked as usual
      var place = Cursor.isMeant(before) && !Cursor.isMeant(after) ? before : after;
      HistoryQuery.of(channel, author, standIn(before), standIn(after), around, limit);
      var query = HistoryQuery.of(channel, author, null, null, null, limit);
      return place.equals(before)
          ? before(query, cursor("before", before), reader)
          : after(query, cursor("after", after), reader);
    }
    return recent(HistoryQuery.of(channel, author, before, after, around, limit), reader);
  }

  private static String standIn(String cursor) {
    return Cursor.isMeant(cursor) ? Cursor.PREFIX + 1 : cursor;
  }

  private static Cursor cursor(String name, String value) {
    return Cursor.parse(value)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(
                        400,
                        List.of(
                            new FieldError(name, name + " must be a cursor as pages carry it.")))));
  }

  /** A page of an open channel, or of the whole board, for everybody. */
  SharedPage shared(HistoryQuery query) {
    var shared = view.shared(query);
    return new SharedPage(continued(shared.page(), query), shared.people());
  }

  private History continued(History page, HistoryQuery query) {
    return archive.isEnabled() && page.isLast() ? page.withNext(next(page, query)) : page;
  }

  private History recent(HistoryQuery query, String reader) {
    try {
      return continued(view.history(query, reader), query);
    } catch (ProblemException e) {
      if (!archive.isEnabled() || query.around() == null || e.problem().status() != 404) {
        throw e;
      }
      return around(query, reader).orElseThrow(() -> e);
    }
  }

  /**
   * Where the archive goes on. A channel is in one partition, so a message says it all; its number
   * may be forgotten long before it leaves the channel's list.
   */
  private static String next(History page, HistoryQuery query) {
    var messages = page.messages();
    var oldest = messages.isEmpty() ? null : messages.get(messages.size() - 1);
    if (oldest != null && query.channel() != null) {
      return new AtMessage(MessageFields.id(oldest)).toString();
    }
    return new AtNumber(number(page.position(), oldest, query.before())).toString();
  }

  /** The lowest number that was read, or that was not to be read. */
  private static Position number(Position board, String oldest, Position before) {
    if (oldest != null) {
      return board.at(Position.parse(MessageFields.positionOf(oldest)).orElseThrow().number());
    }
    return before == null ? board.at(board.number() + 1) : before;
  }

  private History before(HistoryQuery query, Cursor cursor, String reader) {
    var extent = extents.extent();
    var asked = asked(query, viewer(query, reader), extent);
    if (cursor instanceof AtMessage message) {
      return page(extent, old.beforeMessage(asked, message.id()), reader);
    }
    if (cursor instanceof AtNumber at) {
      requireKnown(at.position(), extent);
      long number = at.position().number();
      return page(extent, old.beforeRead(asked, id -> extents.numberOf(id) >= number), reader);
    }
    return page(extent, old.before(asked, (At) cursor), reader);
  }

  private static void requireKnown(Position at, Extent extent) {
    if (!at.epoch().equals(extent.position().epoch()) || at.number() < extent.oldestNumber()) {
      var what =
          "The board has been read from Kafka again since it gave this cursor, or no longer knows it."
              + " Load the newest page, without before, and go on from there.";
      throw new ProblemException(Problem.of(410, List.of(new FieldError("before", what))));
    }
  }

  private History after(HistoryQuery query, Cursor cursor, String reader) {
    if (!(cursor instanceof At at)) {
      throw new ProblemException(
          Problem.of(400, List.of(new FieldError("after", "after cannot be such a cursor."))));
    }
    var extent = extents.extent();
    return page(extent, old.after(asked(query, viewer(query, reader), extent), at), reader);
  }

  private Optional<History> around(HistoryQuery query, String reader) {
    if (!UUID.matcher(query.around()).matches()) {
      return Optional.empty();
    }
    var extent = extents.extent();
    var viewer = viewer(query, reader);
    var found = old.around(asked(query, viewer, extent), query.around());
    if (found.isEmpty() && query.channel() != null) {
      old.channelOf(query.around(), viewer).ifPresent(BoardHistory::isElsewhere);
    }
    return found.map(page -> page(extent, page, reader));
  }

  private static void isElsewhere(String channel) {
    throw new ProblemException(Problem.of(404, "That message is in the channel " + channel + "."));
  }

  private static ArchiveReader.Query asked(HistoryQuery query, Viewer viewer, Extent extent) {
    return new ArchiveReader.Query(
        query.channel(), query.author(), query.limit(), viewer, extent.offsets());
  }

  /** Who reads, and may see the channel; a hidden one is refused like one that does not exist. */
  private Viewer viewer(HistoryQuery query, String reader) {
    var viewer = viewers.of(reader);
    if (query.channel() != null && !viewer.maySee(query.channel())) {
      throw ChannelReader.unknown();
    }
    return viewer;
  }

  private History page(Extent extent, Page page, String reader) {
    var changed = extents.changed(page.messages().stream().map(MessageFields::id).toList());
    var messages =
        page.messages().stream()
            .map(json -> changed.contains(MessageFields.id(json)) ? newest(json, reader) : json)
            .toList();
    return new History(extent.position(), messages, text(page.next()), text(page.newer()));
  }

  /** What happened to a message a moment ago may have reached Redis only. */
  private String newest(String json, String reader) {
    var position = Position.parse(MessageFields.positionOf(json)).orElseThrow();
    return view.find(MessageFields.id(json), reader)
        .map(found -> MessageFields.at(position, found.json()))
        .orElse(json);
  }

  private static String text(Cursor cursor) {
    return cursor == null ? null : cursor.toString();
  }

  /** The message with this id. */
  Optional<String> find(String id, String reader) {
    var found = view.find(id, reader).map(ViewReader.Found::json);
    return found.isEmpty() && isOld(id) ? old(id, reader) : found;
  }

  private Optional<String> old(String id, String reader) {
    return old.find(id, viewers.of(reader)).map(ArchiveReader.Found::json);
  }

  /** A page of a thread; empty if there is no such message. */
  Optional<History> replies(String id, String before, String limit, String reader) {
    boolean archived = archive.isEnabled() && Cursor.isMeant(before);
    var query = HistoryQuery.of(null, null, archived ? null : before, null, null, limit);
    if (!archived && view.find(id, reader).isPresent()) {
      return Optional.of(view.replies(id, query.before(), query.limit(), reader));
    }
    if (!isOld(id) || old(id, reader).isEmpty()) {
      return Optional.empty();
    }
    var at = archived ? cursor("before", before) : Cursor.at(Position.LARGEST);
    if (!(at instanceof At place)) {
      return Optional.empty();
    }
    var extent = extents.extent();
    return Optional.of(
        page(extent, old.replies(id, place, query.limit(), viewers.of(reader)), reader));
  }

  /**
   * Who reacted to the message with this id; empty if there is none.
   *
   * @return the elements of a JSON array
   */
  Optional<String> reactions(String id, String reader) {
    if (view.find(id, reader).isPresent()) {
      return Optional.of(view.reactions(id));
    }
    return isOld(id) && old(id, reader).isPresent()
        ? Optional.of(old.reactions(id, ViewReader.MAX_REACTIONS))
        : Optional.empty();
  }

  private boolean isOld(String id) {
    return archive.isEnabled() && UUID.matcher(id).matches();
  }
}
