package org.messageboard.webhooks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Emoji;
import org.messageboard.board.MessageJson;
import org.messageboard.board.Webhook;
import org.messageboard.http.ProblemException;
import org.messageboard.log.MessageLimits;
import org.messageboard.writing.Fields;

/** Reads what a moderator asks for. */
@ApplicationScoped
class NewWebhook {

  private static final int MAX_ICON = 40;

  @Inject MessageLimits limits;

  /**
   * The webhook in the body of a request.
   *
   * @param token what it is to accept
   * @throws ProblemException status 400 with every field that is not valid
   */
  Webhook read(byte[] body, String token) {
    var fields = Fields.of(body);
    var channel = fields.channel("channel");
    if (channel != null && ChannelName.isPrivate(channel)) {
      fields.fail("channel", "must be an open channel.");
    }
    var name = fields.text("name", limits.author(), false);
    var icon = fields.optional("icon", MAX_ICON);
    var emoji = icon == null ? null : Emoji.of(icon).orElse(null);
    if (icon != null && emoji == null) {
      fields.fail("icon", "must be one emoji.");
    }
    fields.check();
    return new Webhook(
        MessageJson.newId(),
        channel == null ? ChannelName.DEFAULT : channel,
        name,
        emoji,
        Webhook.hash(token));
  }
}
