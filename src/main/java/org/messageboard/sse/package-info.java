/**
 * Server-sent events: the endpoint, its framing, and the life of this server's streams.
 *
 * <p>{@code Feed} brings events from Redis to the JAX-RS broadcaster, {@code Streams} opens streams
 * and ends them when the server stops, {@code Admission} limits how many there are.
 */
package org.messageboard.sse;
