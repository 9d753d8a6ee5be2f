package org.messageboard.board;

import jakarta.json.stream.JsonGenerator;

/**
 * Somebody joins a private channel or leaves it.
 *
 * @param member who does
 * @param by the name of who did it: a member, or for a departure perhaps the same person
 * @param left whether the person leaves
 */
public record MemberChanged(Origin origin, Member member, String by, boolean left)
    implements Change {

  public static final String LEFT = "left";

  static final String JOINED = "joined";

  /**
   * Whether it takes the person's name away. Where nobody can leave, the member stays, without one.
   */
  public boolean isErasure() {
    return left && member.name().equals(Deleted.ERASED);
  }

  @Override
  public String type() {
    return left ? LEFT : JOINED;
  }

  @Override
  public void write(JsonGenerator json) {
    json.write("person", member.person()).write("name", member.name()).write("by", by);
  }
}
