package org.messageboard.sse;

import java.util.Optional;
import org.messageboard.accounts.Session;
import org.messageboard.live.Cursor;
import org.messageboard.live.Membership;

/**
 * A client that was admitted. It has its places until its stream ends, or until {@link
 * Streams#release}.
 *
 * @param address the one that its places count for
 * @param places how many it has
 * @param reader who reads
 * @param session the client's, with which the stream ends; empty for a client without one
 */
public record Client(
    String address, int places, Membership reader, Cursor cursor, Optional<Session> session) {}
