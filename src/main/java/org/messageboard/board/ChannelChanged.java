package org.messageboard.board;

/**
 * New settings of a channel.
 *
 * @param topic a line of text, may be empty
 * @param kind who may do what in it; only {@link #OPEN} so far
 * @param archived whether nothing can be posted, edited or reacted to in it any more
 * @param name the name of who changed them, which others see
 */
public record ChannelChanged(
    Origin origin, String topic, String kind, boolean archived, String name) implements BoardEvent {

  public static final String OPEN = "open";

  /** Maximum number of code points of a topic. */
  public static final int MAX_TOPIC = 200;

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
          json.write("topic", topic).write("kind", kind).write("archived", archived);
          json.write("by", name);
          origin.write(json);
        });
  }
}
