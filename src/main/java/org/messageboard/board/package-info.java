/**
 * The domain: events, their positions on the board, and their JSON.
 *
 * <p>Nothing here depends on Kafka, Redis, HTTP or any other package of the board. A record that
 * one version has accepted stays readable in all later versions.
 */
package org.messageboard.board;
