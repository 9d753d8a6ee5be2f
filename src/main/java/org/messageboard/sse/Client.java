package org.messageboard.sse;

import java.util.Optional;
import org.messageboard.accounts.Session;
import org.messageboard.live.Cursor;
import org.messageboard.live.Membership;

/**
 * A client that was admitted. It has its place until its stream ends, or until {@link
 * Streams#release}.
 *
 * @param address the one that its place counts for
 * @param reader who reads
 * @param session the client's, with which the stream ends; empty for a client without one
 */
public record Client(String address, Membership reader, Cursor cursor, Optional<Session> session) {}
