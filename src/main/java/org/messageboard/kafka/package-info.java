/** Settings and logins of Kafka's clients, the connector's and the board's own. */
package org.messageboard.kafka;
