package org.messageboard.view;

import org.messageboard.board.Position;

/**
 * A channel's current state.
 *
 * @param messages how many messages it has ever had
 * @param position the position of its newest message
 * @param settings its settings as JSON members, or ""
 */
public record ChannelState(String name, long messages, Position position, String settings) {}
