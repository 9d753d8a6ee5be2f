/**
 * The board at its limits: hostile input, more clients than it has room for, and an hour of work.
 *
 * <p>{@code ./mvnw verify -Pfaults} runs {@code FuzzSuite} and every {@code *Limits}; {@code ./mvnw
 * verify -Dsoak.minutes=60} runs {@code SoakRun} alone.
 */
package org.messageboard.limits;
