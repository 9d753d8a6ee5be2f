package org.messageboard.live;

import java.util.List;
import org.messageboard.board.Position;

/**
 * An event as clients receive it.
 *
 * @param type its type; "" for a message
 * @param restricted whether its channel is private
 * @param people who joins or leaves the private channel with it
 * @param frame its bytes on the wire, encoded once for all clients by {@link Encoding}; none for an
 *     event that clients no longer get
 * @param jsonFrom index of its JSON in the frame, for transports that frame that themselves
 * @param jsonTo index of the byte after it
 * @param authorAt index in the frame of the member {@code ,"author":}; 0 if it has no message
 * @param posted when it was posted, in milliseconds since 1970; 0 if unknown
 * @param replaces the numbers of earlier events that clients no longer get after it, because their
 *     content was deleted or replaced
 */
public record Event(
    Position position,
    String type,
    String channel,
    boolean restricted,
    List<String> people,
    byte[] frame,
    int jsonFrom,
    int jsonTo,
    int authorAt,
    long posted,
    List<Long> replaces) {

  private static final byte[] NOTHING = {};

  /** What is left of an event whose content is gone: its number. */
  static Event gone(Position position) {
    return new Event(position, "", "", false, List.of(), NOTHING, 0, 0, 0, 0, List.of());
  }

  /** Whether clients no longer get it. */
  boolean isGone() {
    return frame.length == 0;
  }
}
