package org.messageboard.board;

/**
 * Somebody joins a private channel or leaves it.
 *
 * @param member who does
 * @param by the name of who did it: a member, or for a departure perhaps the same person
 * @param left whether the person leaves
 */
public record MemberChanged(Origin origin, Member member, String by, boolean left)
    implements BoardEvent {

  public static final String LEFT = "left";

  static final String JOINED = "joined";

  @Override
  public String type() {
    return left ? LEFT : JOINED;
  }

  @Override
  public String channel() {
    return origin.channel();
  }

  /** It is about no message. */
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
          json.write("person", member.person()).write("name", member.name()).write("by", by);
          origin.write(json);
        });
  }
}
