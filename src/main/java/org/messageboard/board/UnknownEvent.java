package org.messageboard.board;

/**
 * An event of a type that this version does not know, from a server of a newer one. It gets its
 * number and goes to the clients as it is, so that servers of two versions can run side by side.
 *
 * @param channel its channel
 * @param json what follows a position in its JSON: {@code type}, {@code channel} and the other
 *     members as they came
 */
public record UnknownEvent(String channel, String json) implements BoardEvent {}
