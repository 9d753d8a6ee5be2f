/**
 * What each client gets next, whatever the transport.
 *
 * <p>{@code Hub} puts events in order and reads from the log what Pub/Sub did not deliver; {@code
 * ReplayBuffer} keeps the newest events in memory. A {@code Subscriber} reads through a {@code
 * Cursor}: joining, resuming and following live are the same operation, so no event can be lost
 * between history and live. {@code Announcer} wakes the subscribers, {@code DrainPool} writes
 * everything that has gathered for a client at once, and a client that stops reading does not delay
 * the others. {@code Memberships} knows which private channels clients may see. Nothing here
 * depends on SSE, servlets or Redis.
 */
package org.messageboard.live;
