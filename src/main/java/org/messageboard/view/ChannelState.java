package org.messageboard.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Position;
import org.messageboard.board.StrictJson;
import org.messageboard.board.StrictJson.NotJsonException;
import org.messageboard.board.UnreadableRecordException;

/**
 * A channel's current state.
 *
 * @param messages how many messages it has ever had
 * @param position the position of its newest message; number 0 if it has none
 * @param json its settings as JSON members, or ""
 * @param members how many members a private channel has; 0 for an open one
 */
public record ChannelState(
    String name, long messages, Position position, String json, long members) {

  /** Its settings. */
  public ChannelSettings settings() {
    try {
      return json.isEmpty()
          ? ChannelSettings.NONE
          : ChannelSettings.read(StrictJson.object(("{" + json + "}").getBytes(UTF_8)));
    } catch (NotJsonException | UnreadableRecordException e) {
      throw new IllegalStateException("Redis has settings of a channel that are not JSON.", e);
    }
  }
}
