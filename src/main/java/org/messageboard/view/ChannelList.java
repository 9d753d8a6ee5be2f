package org.messageboard.view;

import java.util.List;
import org.messageboard.board.Position;

/**
 * The channels with the newest messages, newest first.
 *
 * @param position the board's position when they were read
 */
public record ChannelList(Position position, List<ChannelState> channels) {}
