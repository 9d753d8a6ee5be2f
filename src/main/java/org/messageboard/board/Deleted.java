package org.messageboard.board;

/**
 * The end of a message: its content is gone, the rest of it stays.
 *
 * @param id the message's
 * @param by who deleted it: {@link #OWNER} or {@link #MODERATOR}
 * @param reason why, or null
 */
public record Deleted(Origin origin, String id, String by, String reason) implements BoardEvent {

  public static final String OWNER = "owner";
  public static final String MODERATOR = "moderator";

  static final String TYPE = "deleted";

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String channel() {
    return origin.channel();
  }

  @Override
  public String owner() {
    return origin.owner();
  }

  @Override
  public String json() {
    return EventJson.members(
        json -> {
          json.write("deletedBy", by);
          if (reason != null) {
            json.write("reason", reason);
          }
          origin.write(json);
        });
  }
}
