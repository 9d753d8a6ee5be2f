package org.messageboard.board;

import jakarta.json.stream.JsonGenerator;

/**
 * A moderator restricts somebody, or lifts the restriction. It is in the channel {@link
 * ChannelName#MODERATION}.
 *
 * @param member whom
 * @param restriction the new restriction, which takes the place of any other; null to lift it
 * @param by the moderator's name
 */
public record Restricted(Origin origin, Member member, Restriction restriction, String by)
    implements Change {

  public static final String TYPE = "restricted";
  public static final String LIFTED = "lifted";

  @Override
  public String type() {
    return restriction == null ? LIFTED : TYPE;
  }

  @Override
  public void write(JsonGenerator json) {
    json.write("person", member.person()).write("name", member.name());
    if (restriction != null) {
      restriction.write(json);
    }
    json.write("by", by);
  }
}
