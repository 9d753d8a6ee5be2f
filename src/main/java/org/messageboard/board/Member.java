package org.messageboard.board;

/**
 * A member of a private channel, as the other members see it.
 *
 * @param person see {@link Identity#person()}
 */
public record Member(String person, String name) {}
