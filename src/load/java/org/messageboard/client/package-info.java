/**
 * HTTP written and read byte by byte, for the suites whose clients must do what no library does:
 * send broken requests, stop reading, or be thousands on one thread.
 *
 * <p>{@code Line} is one blocking connection, {@code Network} holds the others. They share no code
 * with the board.
 */
package org.messageboard.client;
