package org.messageboard.keeping;

import java.util.ArrayList;
import java.util.List;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.Deleted;
import org.messageboard.board.Edited;
import org.messageboard.board.Identity;
import org.messageboard.board.Mentions;
import org.messageboard.board.Message;
import org.messageboard.board.Origin;
import org.messageboard.board.Reacted;

/**
 * A message to import, with all that happened to it.
 *
 * @param author who wrote it
 * @param person the public id of who did, or null if nobody knows
 * @param bot the icon of the bot that did, or null if none did
 * @param replyTo the message that it replies to, or null
 * @param texts what it said, the oldest revision first; {@link #GONE} alone if it is deleted
 * @param deletion null if it is not deleted
 */
record ImportedMessage(
    String id,
    String channel,
    String author,
    String person,
    String bot,
    String replyTo,
    List<Text> texts,
    Deletion deletion,
    List<Reaction> reactions) {

  /**
   * What a deleted message says for the moment between its two events: a record of a message has
   * content.
   */
  static final String GONE = "(deleted)";

  /**
   * @param time ISO-8601 in UTC
   */
  record Text(String content, String time) {}

  /**
   * @param by {@link Deleted#OWNER} or {@link Deleted#MODERATOR}
   * @param reason null for none
   * @param erased whether nobody is to know who wrote it
   */
  record Deletion(String by, String reason, boolean erased) {}

  /**
   * @param person the public id of who reacts
   */
  record Reaction(String emoji, String name, String person) {

    /** As {@code ArchiveImport.Standing} has it. */
    String key() {
      return emoji + " " + person;
    }
  }

  /** Its first event. Nobody's rights are asked: what was written elsewhere was written. */
  Message posted(String by) {
    return new Message(
        null,
        id,
        channel,
        author,
        texts.get(0).content(),
        texts.get(0).time(),
        owner(),
        replyTo,
        Mentions.in(texts.get(0).content()),
        true,
        bot,
        by);
  }

  /**
   * Its edits after a revision.
   *
   * @param revision the one that is there
   */
  List<BoardEvent> edits(int revision) {
    var edits = new ArrayList<BoardEvent>();
    for (int i = revision; i < texts.size() && person != null; i++) {
      var text = texts.get(i);
      var origin = Origins.at(Origins.derived(id, "edit " + i), channel, owner(), text.time());
      var mentions = Mentions.in(text.content());
      edits.add(new Edited(origin, id, text.content(), mentions, i + 1));
    }
    return edits;
  }

  /** Its deletion; if the author is erased, once more for that. */
  List<BoardEvent> deletions(Identity by) {
    boolean isOwners = deletion.by().equals(Deleted.OWNER);
    var origin = origin("deletion", isOwners ? owner() : by.subject());
    var deleted = new Deleted(origin, id, deletion.by(), deletion.reason());
    if (!deletion.erased()) {
      return List.of(deleted);
    }
    var again = origin("erasure", by.subject());
    return List.of(deleted, new Deleted(again, id, Deleted.MODERATOR, null, null, true));
  }

  boolean isErased() {
    return deletion != null && deletion.erased();
  }

  /** A copy by somebody else. */
  ImportedMessage by(String other) {
    return new ImportedMessage(
        id, channel, author, other, bot, replyTo, texts, deletion, reactions);
  }

  BoardEvent reacted(Reaction reaction) {
    var origin = origin("reaction " + reaction.key(), Identity.imported(reaction.person()));
    return new Reacted(origin, id, reaction.emoji(), reaction.name(), false);
  }

  private Origin origin(String what, String owner) {
    return Origins.now(Origins.derived(id, what), channel, owner);
  }

  private String owner() {
    return person == null ? null : Identity.imported(person);
  }
}
