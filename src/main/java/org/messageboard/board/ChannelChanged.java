package org.messageboard.board;

import jakarta.json.stream.JsonGenerator;
import java.util.List;

/**
 * New settings of a channel. The first ones of a private channel create it.
 *
 * @param settings the settings, all of them
 * @param name the name of who changed them, which others see
 * @param members whom a private channel begins with, among them who creates it; otherwise none
 */
public record ChannelChanged(
    Origin origin, ChannelSettings settings, String name, List<Member> members) implements Change {

  public static final String TYPE = "channel";

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(JsonGenerator json) {
    settings.write(json);
    json.write("by", name);
    EventJson.writeMembers(members, json);
  }
}
