package org.messageboard.archive;

import java.util.Set;
import org.messageboard.archive.MessageState.Reactor;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.ChannelChanged;
import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Deleted;
import org.messageboard.board.Edited;
import org.messageboard.board.Message;
import org.messageboard.board.Reacted;

/**
 * Decides by the rules of {@code judge.lua} whether an event counts, from the order of the log
 * alone. All events about a message are in its channel's partition, so their order is the same here
 * and in Redis. Only what is bounded in Redis is not bounded here: a message can be changed however
 * old it is, an id is never forgotten, and neither is a quiet channel.
 */
final class Judge {

  private static final int MOST_EMOJI = 20;

  private static final Set<String> MEMBERS_ONLY =
      Set.of(ChannelSettings.PRIVATE, ChannelSettings.DIRECT);

  private final Known known;
  private final Changes changes;

  Judge(Known known, Changes changes) {
    this.known = known;
    this.changes = changes;
  }

  /** Judges the next event of a partition. */
  void judge(ArchivedEvent archived) {
    var event = archived.event();
    if (event instanceof Message message) {
      post(message, archived);
    } else if (event instanceof Edited edited) {
      edit(edited);
    } else if (event instanceof Deleted deleted) {
      delete(deleted);
    } else if (event instanceof Reacted reacted) {
      react(reacted, archived.place());
    } else if (event instanceof ChannelChanged changed) {
      change(changed);
    }
  }

  /** A reply to an unknown message is like any other message, but in no thread. */
  private void post(Message message, ArchivedEvent archived) {
    var root = known.message(message.replyTo());
    boolean isElsewhere = root != null && !root.channel.equals(message.channel());
    if (isElsewhere || !mayPost(message) || known.has(message.id())) {
      return;
    }
    known.add(message);
    changes.post(message, root == null ? null : message.replyTo(), archived);
  }

  /** Only moderators post announcements. */
  private boolean mayPost(Message message) {
    var settings = known.channel(message.channel());
    return settings == null
        || mayChange(message)
            && (message.moderator() || !settings.kind().equals(ChannelSettings.ANNOUNCEMENT));
  }

  /** Nobody changes anything in an archived channel, and only moderators do in a locked one. */
  private boolean mayChange(BoardEvent event) {
    var settings = known.channel(event.channel());
    return settings == null || !settings.archived() && (event.moderator() || !settings.locked());
  }

  private void edit(Edited edited) {
    var target = target(edited.id(), edited.channel());
    if (target == null
        || !StoredText.of(edited.owner()).equals(target.owner)
        || !mayChange(edited)
        || edited.revision() != target.revision + 1) {
      return;
    }
    target.revision = edited.revision();
    changes.edit(edited);
  }

  private void delete(Deleted deleted) {
    var target = target(deleted.id(), deleted.channel());
    boolean may = deleted.by().equals(Deleted.MODERATOR);
    if (target == null || !may && !StoredText.of(deleted.owner()).equals(target.owner)) {
      return;
    }
    target.deleted = true;
    changes.delete(deleted);
  }

  private void react(Reacted reacted, long place) {
    var target = target(reacted.id(), reacted.channel());
    if (target == null || !mayChange(reacted)) {
      return;
    }
    var reactor = new Reactor(reacted.emoji(), StoredText.of(reacted.owner()));
    boolean reacts = target.reactors.contains(reactor);
    if (reacted.withdrawn() && reacts) {
      target.withdraw(reactor);
      changes.unreact(reacted);
    } else if (!reacted.withdrawn() && !reacts && hasRoom(target, reacted.emoji())) {
      changes.react(reacted, target.react(reactor, place), place);
    }
  }

  private static boolean hasRoom(MessageState target, String emoji) {
    return target.reactions.containsKey(emoji) || target.reactions.size() < MOST_EMOJI;
  }

  /** A channel begins with its first message, and stays an open one. */
  private void change(ChannelChanged changed) {
    var settings = Known.stored(changed.settings());
    var before = known.channel(changed.channel());
    if (before != null && !before.equals(settings) && !MEMBERS_ONLY.contains(settings.kind())) {
      known.set(changed.channel(), settings);
      changes.set(changed.channel(), settings);
    }
  }

  /** The message that an event is about, or null if it must not be changed. */
  private MessageState target(String id, String channel) {
    var target = known.message(id);
    return target == null || target.deleted || !target.channel.equals(channel) ? null : target;
  }
}
