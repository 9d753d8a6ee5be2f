package org.messageboard.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.messageboard.board.Position;
import org.messageboard.live.Event;
import org.messageboard.live.Framing;
import org.messageboard.live.Output;

/**
 * A text message for each event: its JSON, of which all clients share the bytes; the head of its
 * frame is the only thing made for each. What is no event of the board has a {@code type} and no
 * {@code id}. The heartbeat is a ping.
 */
final class SocketFraming implements Framing {

  private static final byte[] HEARTBEAT = Frames.head(Frames.PING, 0);

  @Override
  public void put(Event event, Output output) throws IOException {
    output.put(Frames.head(Frames.TEXT, event.jsonTo() - event.jsonFrom()));
    output.put(event.frame(), event.jsonFrom(), event.jsonTo());
  }

  @Override
  public byte[] position(Position position) {
    return notice("position", "{\"position\":\"" + position + "\"}");
  }

  @Override
  public byte[] reset(Position position) {
    return notice(
        "reset",
        "{\"position\":\"" + position + "\",\"reason\":\"The position is unknown or too old.\"}");
  }

  @Override
  public byte[] notice(String name, String json) {
    var text = "{\"type\":\"" + name + "\"," + json.substring(1);
    return Frames.frame(Frames.TEXT, text.getBytes(UTF_8));
  }

  @Override
  public byte[] heartbeat() {
    return HEARTBEAT;
  }
}
