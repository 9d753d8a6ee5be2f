/**
 * The topic in Kafka: the truth from which everything else can be rebuilt.
 *
 * <p>{@code MessageLog} appends a message and answers when every in-sync replica has it. {@code
 * TopicConnector} polls as a member of the consumer group and feeds the channel {@code
 * messages-in}; {@code TimeOrder} reads all partitions by timestamp, for repairs. A record that is
 * no event goes to the dead letters and stops nobody.
 */
package org.messageboard.log;
