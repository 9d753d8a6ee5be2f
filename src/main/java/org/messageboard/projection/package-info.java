/**
 * Writes the topic into Redis, each record exactly once.
 *
 * <p>Kafka is the truth; Redis is a view that knows how far it has come and can always be rebuilt.
 * {@code TopicConnector} polls, {@code MessageConsumer} cuts what came into batches, {@code
 * Applier} makes one script call of each and says what happened to every record, {@code GapRepair}
 * reads from Kafka what Redis has lost. Nothing that a record contains may stop any of them: what
 * is not a message goes to the dead letters.
 */
package org.messageboard.projection;
