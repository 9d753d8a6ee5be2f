/**
 * Follows a message from the post through Kafka, the consumer and Redis to the streams of every
 * server, in a single OpenTelemetry trace.
 *
 * <p>The server provides OpenTelemetry (MicroProfile Telemetry), but only with {@code
 * telemetry.enabled}. Otherwise its classes are missing, so only one class depends on them, which
 * is then not loaded; all other code gets spans that do nothing and cost nothing. The trace travels
 * as {@code traceparent} (W3C Trace Context): in a header of the Kafka record, and from Redis to
 * the servers on a separate Pub/Sub channel, so that published events contain nothing but the
 * event.
 */
package org.messageboard.traces;
