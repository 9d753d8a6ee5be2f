package org.messageboard.board;

/**
 * An event of a type that this version does not know, written by a newer version. It is numbered
 * and sent to clients unchanged, so that servers of two versions can run side by side.
 *
 * @param json its JSON after the position: {@code type}, {@code channel} and the other members as
 *     they were read, but without {@code owner}
 */
public record UnknownEvent(String channel, String json) implements BoardEvent {

  @Override
  public String type() {
    return "";
  }

  @Override
  public String id() {
    return "";
  }

  @Override
  public String owner() {
    return null;
  }

  @Override
  public boolean moderator() {
    return false;
  }
}
