/**
 * Live events to every browser, each exactly once and in one order.
 *
 * <p>{@code RedisListener} hears of new events, {@code Hub} puts them in order and fills what
 * Pub/Sub left out, {@code Timeline} keeps the newest in memory. A {@code Subscriber} is a cursor
 * in the timeline: joining, resuming and following live are one and the same thing, so there is no
 * moment between history and live in which an event could be lost. Events are encoded once and
 * written by {@code DrainPool}, all that has gathered for one client at once; a client that does
 * not read costs the others nothing.
 */
package org.messageboard.stream;
