/**
 * The view in Redis: the board's lists and log, derived from the topic.
 *
 * <p>{@code ViewWriter} applies records in one atomic script call and gives each event its number;
 * {@code ViewReader} reads history, {@code ChannelReader} channels, {@code RedisRooms} who is in
 * private ones; {@code RedisLog} reads events after a position; {@code RedisListener} subscribes to
 * new ones. {@code RedisKeys} names every key; the Lua scripts under {@code lua} specify them. The
 * view may be incomplete, and says so; it is never wrong.
 */
package org.messageboard.view;
