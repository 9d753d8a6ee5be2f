/**
 * The embedded services: a real Kafka and a real Redis as child processes, without Docker.
 *
 * <p>{@link org.messageboard.dev.DevServices} runs them beside {@code liberty:dev}; the integration
 * tests start their own. A {@link org.messageboard.dev.Guard}, itself a process, ends all children
 * when their owner is gone, even if it was killed. Everything binds only to loopback.
 *
 * <p>Not for production: one node, no password, no replication.
 */
package org.messageboard.dev;
