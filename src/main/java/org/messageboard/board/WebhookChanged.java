package org.messageboard.board;

import jakarta.json.stream.JsonGenerator;

/**
 * A moderator makes a webhook, or revokes it for good. It is in the channel {@link
 * ChannelName#MODERATION}.
 *
 * @param by the moderator's name
 */
public record WebhookChanged(Origin origin, Webhook webhook, String by) implements Change {

  public static final String TYPE = "webhook";
  public static final String REVOKED = "webhook-revoked";

  @Override
  public String type() {
    return webhook.isRevoked() ? REVOKED : TYPE;
  }

  @Override
  public void write(JsonGenerator json) {
    webhook.write(json);
    json.write("by", by);
  }
}
