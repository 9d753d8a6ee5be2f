/**
 * Connections to Redis: one server, the primary that Sentinel names, or the Cluster node that has
 * the board's slot.
 *
 * <p>Connections for people give up early; connections for the pipeline are patient. When the
 * primary changes, or Redis refuses writes, all connections are renewed. Only {@code view} knows
 * what is stored.
 */
package org.messageboard.redis;
