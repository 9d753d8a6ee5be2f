package org.messageboard.archive;

import java.util.Set;
import org.messageboard.archive.MessageState.Reactor;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.ChannelChanged;
import org.messageboard.board.ChannelName;
import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Deleted;
import org.messageboard.board.Edited;
import org.messageboard.board.Identity;
import org.messageboard.board.MemberChanged;
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
    if (!mayDo(event)) {
      return;
    }
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
    } else if (event instanceof MemberChanged changed) {
      move(changed);
    }
  }

  /**
   * In a private channel only what its members do counts, deletions, and what takes a reaction
   * back; {@link #arePrivate} decides who may create one. The moderators' channel is none.
   */
  private boolean mayDo(BoardEvent event) {
    if (event.channel().equals(ChannelName.MODERATION)) {
      return false;
    }
    var room = known.room(event.channel());
    return room == null
        || event instanceof Deleted
        || event instanceof ChannelChanged
        || event instanceof Reacted reacted && reacted.withdrawn()
        || isMember(event, room);
  }

  private static boolean isMember(BoardEvent event, Room room) {
    return event.owner() != null && room.has(Identity.person(event.owner()));
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
    var target = known.message(deleted.id());
    boolean may = deleted.by().equals(Deleted.MODERATOR);
    if (target == null
        || !target.channel.equals(deleted.channel())
        || (deleted.erased() ? target.erased : target.deleted)
        || !may && !StoredText.of(deleted.owner()).equals(target.owner)) {
      return;
    }
    if (!target.deleted && known.isHeld(target)) {
      changes.hold(deleted);
    }
    target.deleted = true;
    target.erased |= deleted.erased();
    changes.delete(deleted, target.owner);
  }

  private void react(Reacted reacted, long place) {
    var target = target(reacted.id(), reacted.channel());
    boolean isAdded = !reacted.withdrawn();
    if (target == null || isAdded && !mayChange(reacted)) {
      return;
    }
    var reactor = new Reactor(reacted.emoji(), StoredText.of(reacted.owner()));
    boolean reacts = target.reactors.contains(reactor);
    if (!isAdded && reacts) {
      target.withdraw(reactor);
      changes.unreact(reacted);
    } else if (isAdded && !reacts && hasRoom(target, reacted.emoji())) {
      changes.react(reacted, target.react(reactor, place), place);
    }
  }

  private static boolean hasRoom(MessageState target, String emoji) {
    return target.reactions.containsKey(emoji) || target.reactions.size() < MOST_EMOJI;
  }

  private void change(ChannelChanged changed) {
    var settings = Known.stored(changed.settings());
    var room = known.room(changed.channel());
    boolean fit = room == null ? areOpen(changed) : arePrivate(changed, room);
    if (fit && !settings.equals(known.channel(changed.channel()))) {
      known.set(changed.channel(), settings);
      changes.set(changed.channel(), settings);
    }
  }

  /** An open channel begins with its first message, and stays an open one. */
  private boolean areOpen(ChannelChanged changed) {
    return known.channel(changed.channel()) != null
        && !MEMBERS_ONLY.contains(changed.settings().kind());
  }

  /** A private one begins with its settings; those of direct messages never change. */
  private boolean arePrivate(ChannelChanged changed, Room room) {
    boolean isDirect = ChannelName.isDirect(changed.channel());
    var kind = isDirect ? ChannelSettings.DIRECT : ChannelSettings.PRIVATE;
    if (!changed.settings().kind().equals(kind)) {
      return false;
    }
    return room.exists()
        ? !isDirect && isMember(changed, room) && changed.members().isEmpty()
        : begin(changed, room);
  }

  /** One of the first members creates the channel. */
  private boolean begin(ChannelChanged changed, Room room) {
    var creator = Identity.person(changed.owner());
    if (changed.members().stream().noneMatch(member -> member.person().equals(creator))) {
      return false;
    }
    changed.members().stream()
        .filter(member -> room.enter(member.person()))
        .forEach(member -> changes.enter(changed.channel(), member));
    return true;
  }

  /** Nobody joins or leaves direct messages, but a member may lose its name. */
  private void move(MemberChanged changed) {
    var room = known.room(changed.channel());
    var member = changed.member();
    boolean isDirect = ChannelName.isDirect(changed.channel());
    if (room != null && changed.isErasure() && room.stays(member.person(), isDirect)) {
      changes.rename(changed.channel(), member);
      return;
    }
    if (room == null || isDirect) {
      return;
    }
    if (changed.left() && room.leave(member.person())) {
      changes.leave(changed.channel(), member);
    } else if (!changed.left() && room.enter(member.person())) {
      changes.enter(changed.channel(), member);
    }
  }

  /** The message that an event is about, or null if it must not be changed. */
  private MessageState target(String id, String channel) {
    var target = known.message(id);
    return target == null || target.deleted || !target.channel.equals(channel) ? null : target;
  }
}
