package org.messageboard.view;

import org.messageboard.board.Position;

/**
 * A channel as it stands.
 *
 * @param name its name
 * @param messages how many it ever had
 * @param position that of its newest message
 */
public record ChannelState(String name, long messages, Position position) {}
