package org.messageboard.live;

import org.messageboard.board.Position;

/**
 * An event as clients receive it.
 *
 * @param frame its bytes on the wire, encoded once for all clients by {@link Framing}
 * @param authorAt index in the frame of the member {@code ,"author":}; 0 if it is no message
 * @param posted when it was posted, in milliseconds since 1970; 0 if unknown
 */
public record Event(Position position, String channel, byte[] frame, int authorAt, long posted) {}
