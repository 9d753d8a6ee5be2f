package org.messageboard.archive;

import static java.util.stream.Collectors.toSet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.messageboard.archive.MessageState.Reactions;
import org.messageboard.archive.MessageState.Reactor;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.ChannelChanged;
import org.messageboard.board.ChannelName;
import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Deleted;
import org.messageboard.board.Identity;
import org.messageboard.board.MemberChanged;
import org.messageboard.board.Message;
import org.messageboard.board.Reacted;

/** What the archive knows about the messages and channels of a batch, read before it is judged. */
final class Known {

  /** Those that differ from all that anybody could set. */
  private static final ChannelSettings NEVER_SET = new ChannelSettings(null, "", false, null);

  private final Map<String, MessageState> messages = new HashMap<>();
  private final Map<String, ChannelSettings> channels = new HashMap<>();
  private final Map<String, Room> rooms = new HashMap<>();
  private Holds holds = Holds.NONE;

  /** Reads what these events are about. */
  static Known read(Sql sql, Collection<BoardEvent> events) throws SQLException {
    var known = new Known();
    known.readChannels(sql, events.stream().map(BoardEvent::channel).collect(toSet()));
    known.readMessages(sql, ids(events));
    var reacted =
        events.stream().filter(Reacted.class::isInstance).map(Reacted.class::cast).toList();
    if (!reacted.isEmpty()) {
      known.readReactions(sql, reacted);
    }
    if (events.stream().anyMatch(Deleted.class::isInstance)) {
      known.holds = Holds.read(sql);
    }
    known.readRooms(sql, events.stream().filter(e -> ChannelName.isPrivate(e.channel())).toList());
    return known;
  }

  private void readRooms(Sql sql, List<BoardEvent> events) throws SQLException {
    if (events.isEmpty()) {
      return;
    }
    events.forEach(event -> rooms.put(event.channel(), new Room(0)));
    sql.query(
        "SELECT channel, count(*) FROM member WHERE channel = ANY(?) GROUP BY channel",
        row -> rooms.put(row.getString(1), new Room(row.getInt(2))),
        (Object) rooms.keySet().toArray(String[]::new));
    var asked = events.stream().flatMap(Known::people).distinct().toList();
    sql.query(
        """
        SELECT channel, person FROM member
        JOIN unnest(?::text[], ?::text[]) AS asked (c, p) ON channel = c AND person = p
        """,
        row -> {
          rooms.get(row.getString(1)).know(row.getString(2));
          return row;
        },
        asked.stream().map(Map.Entry::getKey).toArray(String[]::new),
        asked.stream().map(Map.Entry::getValue).toArray(String[]::new));
  }

  /** An event's channel, with each of those who may be in it by this event. */
  private static Stream<Map.Entry<String, String>> people(BoardEvent event) {
    var people = new ArrayList<String>();
    if (event.owner() != null) {
      people.add(Identity.person(event.owner()));
    }
    if (event instanceof MemberChanged changed) {
      people.add(changed.member().person());
    } else if (event instanceof ChannelChanged changed) {
      changed.members().forEach(member -> people.add(member.person()));
    }
    return people.stream().map(person -> Map.entry(event.channel(), person));
  }

  /** Whether what a message says must be kept, although it is deleted. */
  boolean isHeld(MessageState message) {
    return holds.cover(message.channel, message.owner);
  }

  /** The members of a private channel; null for an open one. */
  Room room(String channel) {
    return rooms.get(channel);
  }

  private static Set<String> ids(Collection<BoardEvent> events) {
    var ids = new HashSet<String>();
    for (var event : events) {
      ids.add(event.id());
      if (event instanceof Message message && message.replyTo() != null) {
        ids.add(message.replyTo());
      }
    }
    ids.remove("");
    return ids;
  }

  private void readChannels(Sql sql, Set<String> names) throws SQLException {
    sql.query(
        "SELECT name, topic, kind, archived, locked, title FROM channel WHERE name = ANY(?)",
        row ->
            channels.put(
                row.getString(1),
                new ChannelSettings(
                    row.getString(2),
                    row.getString(3),
                    row.getBoolean(4),
                    row.getBoolean(5),
                    row.getString(6))),
        (Object) names.toArray(String[]::new));
  }

  private void readMessages(Sql sql, Set<String> ids) throws SQLException {
    sql.query(
        "SELECT id, channel, owner, revision, deleted_by IS NOT NULL, erased FROM message WHERE id = ANY(?::uuid[])",
        row -> messages.put(row.getString(1), state(row)),
        (Object) ids.toArray(String[]::new));
  }

  private static MessageState state(ResultSet row) throws SQLException {
    var state =
        new MessageState(row.getString(2), row.getString(3), row.getInt(4), row.getBoolean(5));
    state.erased = row.getBoolean(6);
    return state;
  }

  private void readReactions(Sql sql, List<Reacted> reacted) throws SQLException {
    var ids = reacted.stream().map(Reacted::id).toArray(String[]::new);
    sql.query(
        "SELECT message, emoji, min(began), count(*) FROM reaction WHERE message = ANY(?::uuid[]) GROUP BY 1, 2",
        row ->
            messages
                .get(row.getString(1))
                .reactions
                .put(row.getString(2), new Reactions(row.getLong(3), row.getInt(4))),
        (Object) ids);
    sql.query(
        """
        SELECT message, emoji, owner FROM reaction
        JOIN unnest(?::uuid[], ?::text[], ?::text[]) AS asked (m, e, o)
          ON message = m AND emoji = e AND left(owner, 200) = left(o, 200) AND owner = o
        """,
        row ->
            messages
                .get(row.getString(1))
                .reactors
                .add(new Reactor(row.getString(2), row.getString(3))),
        ids,
        reacted.stream().map(Reacted::emoji).toArray(String[]::new),
        reacted.stream().map(r -> StoredText.of(r.owner())).toArray(String[]::new));
  }

  /** The message with this id, or null. */
  MessageState message(String id) {
    return messages.get(id);
  }

  boolean has(String id) {
    return messages.containsKey(id);
  }

  /** A message that counts; it may be its channel's first. */
  void add(Message message) {
    messages.put(
        message.id(),
        new MessageState(message.channel(), StoredText.of(message.owner()), 1, false));
    channels.putIfAbsent(message.channel(), NEVER_SET);
  }

  /** The channel's settings, or null if it never had a message. */
  ChannelSettings channel(String name) {
    return channels.get(name);
  }

  /** The settings as PostgreSQL takes them. */
  static ChannelSettings stored(ChannelSettings settings) {
    return new ChannelSettings(
        StoredText.of(settings.topic()),
        StoredText.of(settings.kind()),
        settings.archived(),
        settings.locked(),
        StoredText.of(settings.title()));
  }

  void set(String channel, ChannelSettings settings) {
    channels.put(channel, settings);
  }
}
