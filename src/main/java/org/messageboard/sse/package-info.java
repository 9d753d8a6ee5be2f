/**
 * Server-sent events: the endpoint, its framing, and the life of this server's streams.
 *
 * <p>{@code Streams} wires the listener, the hub and the JAX-RS broadcaster together, and ends the
 * streams when the server stops; {@code Admission} limits how many there are.
 */
package org.messageboard.sse;
