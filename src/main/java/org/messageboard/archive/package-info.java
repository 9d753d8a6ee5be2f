/**
 * The long memory: a second consumer group writes the log to PostgreSQL, where {@code
 * archive.enabled} is true.
 *
 * <p>PostgreSQL knows how far it has come and can always be filled again from Kafka. Nothing on a
 * message's way to the streams passes through here, and while PostgreSQL is away, only what needs
 * it waits. Order is the log's, never the positions', which a rebuild of Redis changes.
 */
package org.messageboard.archive;
