/**
 * Follows single messages from the post through Kafka, the consumer and Redis to the streams of
 * every server, as one trace of OpenTelemetry.
 *
 * <p>The server brings OpenTelemetry (MicroProfile Telemetry), and only where it is told to: {@code
 * telemetry.enabled}. Elsewhere its classes are not there, so one class alone knows them, which is
 * loaded only then; what the other parts of the board get does nothing and costs nothing. The trace
 * travels as {@code traceparent} (W3C Trace Context): in a header of the Kafka record, and from
 * Redis to the servers on a Pub/Sub channel of its own, so that what is published stays the message
 * alone.
 */
package org.messageboard.traces;
