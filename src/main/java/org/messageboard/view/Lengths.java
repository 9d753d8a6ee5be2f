package org.messageboard.view;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.messageboard.settings.Settings;

/**
 * How many entries Redis keeps.
 *
 * @param board messages in the list of the whole board
 * @param channel messages in a channel's list, all of which one page of history may search
 * @param log events in the log that streams resume from
 * @param ids message ids, by which repeated posts are recognised
 * @param channels channels
 */
@Dependent
public record Lengths(int board, int channel, int log, int ids, int channels) {

  @Inject
  public Lengths(Settings settings) {
    this(
        settings.whole("board.history.length", 1, Integer.MAX_VALUE),
        settings.whole("board.channel.history.length", 1, PageReader.MAX_SEARCHED),
        settings.whole("board.log.length", 1, Integer.MAX_VALUE),
        settings.whole("board.ids.length", 1, Integer.MAX_VALUE),
        settings.whole("board.channels.max", 1, Integer.MAX_VALUE));
  }
}
