/**
 * The domain: what an event of the board is, where it stands, and how it is written as JSON.
 *
 * <p>Nothing here knows Kafka, Redis, HTTP or any other package of the board. A record that one
 * version has accepted stays readable for all later ones.
 */
package org.messageboard.board;
