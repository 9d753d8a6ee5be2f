package org.messageboard.channels;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Member;
import org.messageboard.view.ChannelState;

/** Channels and people as clients see them. Settings that say nothing are left out. */
final class ChannelJson {

  private ChannelJson() {}

  static JsonObject of(ChannelState channel) {
    var json =
        Json.createObjectBuilder().add("name", channel.name()).add("messages", channel.messages());
    if (channel.position().number() > 0) {
      json.add("position", channel.position().toString());
    }
    return add(channel.settings(), channel.members(), json).build();
  }

  /**
   * A channel as it will be.
   *
   * @param members 0 for an open channel
   */
  static JsonObject of(String name, ChannelSettings settings, long members) {
    return add(settings, members, Json.createObjectBuilder().add("name", name)).build();
  }

  private static JsonObjectBuilder add(
      ChannelSettings settings, long members, JsonObjectBuilder json) {
    if (!settings.topic().isEmpty()) {
      json.add("topic", settings.topic());
    }
    if (!settings.kind().equals(ChannelSettings.OPEN)) {
      json.add("kind", settings.kind());
    }
    if (settings.archived()) {
      json.add("archived", true);
    }
    if (settings.locked()) {
      json.add("locked", true);
    }
    if (settings.title() != null) {
      json.add("title", settings.title());
    }
    return members == 0 ? json : json.add("members", members);
  }

  static JsonObject of(Member member) {
    return Json.createObjectBuilder()
        .add("person", member.person())
        .add("name", member.name())
        .build();
  }

  static JsonArrayBuilder of(List<Member> members) {
    var list = Json.createArrayBuilder();
    members.forEach(member -> list.add(of(member)));
    return list;
  }

  /** An answer that no cache keeps. */
  static Response answer(int status, JsonObject body) {
    return Response.status(status)
        .entity(body.toString())
        .type(MediaType.APPLICATION_JSON)
        .header("Cache-Control", "no-store")
        .build();
  }
}
