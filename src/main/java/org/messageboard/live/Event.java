package org.messageboard.live;

import org.messageboard.board.Position;

/**
 * An event as its clients get it.
 *
 * @param position its place on the board
 * @param channel its channel
 * @param frame its bytes on the wire, encoded once for all clients ({@link Framing})
 * @param posted when it was posted, in milliseconds since 1970; 0 when that is unknown
 */
public record Event(Position position, String channel, byte[] frame, long posted) {}
