/**
 * The board at its limits: hostile input, more clients than it has room for, and an hour of work.
 *
 * <p>{@code ./mvnw verify -Pfaults} runs {@code FuzzSuite} and every {@code *Limits}; {@code ./mvnw
 * verify -Dsoak.minutes=60} runs {@code SoakRun} alone. The clients here write and read HTTP
 * themselves, byte by byte: {@code Line} is one blocking connection, {@code Network} holds
 * thousands of them on one thread. They share no code with the board.
 */
package org.messageboard.limits;
