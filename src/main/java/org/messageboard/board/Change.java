package org.messageboard.board;

import jakarta.json.stream.JsonGenerator;

/** An event other than a message: something that somebody did. */
public sealed interface Change extends BoardEvent
    permits Edited,
        Deleted,
        Reacted,
        Pinned,
        ChannelChanged,
        MemberChanged,
        Restricted,
        Reported,
        Closed,
        WebhookChanged {

  /** Who did it, where and when. */
  Origin origin();

  /** Writes its own members, in the order on which the scripts rely; its origin's follow. */
  void write(JsonGenerator json);

  @Override
  default String channel() {
    return origin().channel();
  }

  @Override
  default String id() {
    return "";
  }

  @Override
  default String owner() {
    return origin().owner();
  }

  @Override
  default boolean moderator() {
    return origin().moderator();
  }

  @Override
  default String json() {
    return EventJson.members(
        json -> {
          write(json);
          origin().write(json);
        });
  }
}
