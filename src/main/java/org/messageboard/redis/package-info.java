/**
 * Connections to Redis: a single server, the primary that Sentinel names, or the Cluster node that
 * has the board's slot.
 *
 * <p>Connections for people have short timeouts; connections for the pipeline have long ones. When
 * the primary changes, or Redis refuses writes, all connections are renewed. Only {@code view}
 * knows what is stored.
 */
package org.messageboard.redis;
