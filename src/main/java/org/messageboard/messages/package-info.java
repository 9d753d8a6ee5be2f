/**
 * Messages: what one is, how it is posted and how it is read.
 *
 * <p>{@link org.messageboard.messages.NewMessage} is what a client asks for, {@link
 * org.messageboard.messages.Message} what the topic holds. {@code MessageLog} appends to Kafka and
 * answers when every in-sync replica has the record; {@code MessageStore} reads what the projection
 * made of it in Redis. Nothing here writes to Redis.
 */
package org.messageboard.messages;
