/**
 * Tests over HTTP against the deployed WAR, with a real Kafka and a real Redis.
 *
 * <p>{@link org.messageboard.it.EmbeddedServices} starts both once for the whole run. A test class
 * that extends {@link org.messageboard.it.DeployedBoard} gets the board on the server that
 * Arquillian manages; {@link org.messageboard.it.BoardServer} starts further servers beside it. The
 * clients here share no code with the board.
 */
package org.messageboard.it;
