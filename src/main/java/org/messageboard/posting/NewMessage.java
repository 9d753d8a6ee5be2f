package org.messageboard.posting;

import org.messageboard.board.ChannelName;
import org.messageboard.board.Mentions;
import org.messageboard.board.Message;
import org.messageboard.board.Origin;
import org.messageboard.http.ProblemException;
import org.messageboard.log.MessageLimits;
import org.messageboard.writing.Fields;

/**
 * What a client asks to be posted. An instance is valid.
 *
 * @param channel the channel, or null to use the one of the message replied to, or the default one
 * @param replyTo the id of the message that it replies to, or null
 */
public record NewMessage(String author, String content, String channel, String replyTo) {

  /**
   * Reads the body of a request.
   *
   * @param name of whoever has signed in; null for others, who give an author
   * @throws ProblemException status 400 when it is not a message; every violated field is listed
   */
  static NewMessage read(byte[] body, String name, MessageLimits limits) {
    var fields = Fields.of(body);
    var message =
        new NewMessage(
            name == null ? fields.text("author", limits.author(), false) : name,
            fields.text("content", limits.content(), true),
            fields.channel("channel"),
            fields.id("replyTo"));
    fields.check();
    return message;
  }

  /** A copy that belongs to the thread of a message, in that message's channel. */
  NewMessage in(String thread, String itsChannel) {
    return new NewMessage(author, content, itsChannel, thread);
  }

  /**
   * The message that is made of it now.
   *
   * @param owner the subject of who posts it, or null
   * @param moderator whether a moderator does
   */
  Message accept(String id, String owner, boolean moderator) {
    return new Message(
        null,
        id,
        channel == null ? ChannelName.DEFAULT : channel,
        author,
        content,
        Origin.stamp(),
        owner,
        replyTo,
        Mentions.in(content),
        moderator);
  }
}
