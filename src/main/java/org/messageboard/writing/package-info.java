/**
 * What all requests that write have in common: their bodies and fields, the key that makes them
 * safe to repeat, and their threads.
 *
 * <p>{@code Writes} reads the body and waits for Kafka, on the request's own thread if enough of
 * them are free. {@code Fields} checks what the body says.
 */
package org.messageboard.writing;
