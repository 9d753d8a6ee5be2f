/**
 * Who gets what next, whatever the transport.
 *
 * <p>{@code Hub} puts events in order and reads from the log what Pub/Sub did not deliver; {@code
 * ReplayBuffer} keeps the newest in memory. A {@code Subscriber} reads through a {@code Cursor}:
 * joining, resuming and following live are the same thing, so there is no moment between history
 * and live in which an event could be lost. {@code Announcer} wakes the subscribers, {@code
 * DrainPool} writes everything that has gathered for a client at once; a client that stops reading
 * costs the others nothing. Nothing here knows SSE, servlets or Redis.
 */
package org.messageboard.live;
