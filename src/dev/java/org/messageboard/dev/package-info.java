/**
 * The embedded default: a real Kafka and a real Redis as child processes, without Docker.
 *
 * <p>{@link org.messageboard.dev.DevServices} runs them beside {@code liberty:dev}, the integration
 * tests start their own. Every child is told to a {@link org.messageboard.dev.Guard}, a process
 * that ends the children when their owner is gone, however it went. Everything binds to loopback
 * only.
 *
 * <p>Not for production: one node, no password, no replication.
 */
package org.messageboard.dev;
