package org.messageboard.board;

import java.util.List;

/**
 * New settings of a channel. The first ones of a private channel create it.
 *
 * @param settings the settings, all of them
 * @param name the name of who changed them, which others see
 * @param members whom a private channel begins with, among them who creates it; otherwise none
 */
public record ChannelChanged(
    Origin origin, ChannelSettings settings, String name, List<Member> members)
    implements BoardEvent {

  public static final String TYPE = "channel";

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String channel() {
    return origin.channel();
  }

  /** A channel's settings are about no message. */
  @Override
  public String id() {
    return "";
  }

  @Override
  public String owner() {
    return origin.owner();
  }

  @Override
  public String json() {
    return EventJson.members(
        json -> {
          settings.write(json);
          json.write("by", name);
          EventJson.writeMembers(members, json);
          origin.write(json);
        });
  }
}
