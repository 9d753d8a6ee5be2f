package org.messageboard.view;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.messageboard.board.Position;

/**
 * How far the view has come, and from where on it knows its messages by their ids.
 *
 * @param position the board's
 * @param oldestNumber the lowest number whose message is known by its id
 * @param offsets the last applied offset by {@code <topic id>:<partition>}
 */
public record Extent(Position position, long oldestNumber, Map<String, Long> offsets) {

  static Extent of(List<?> answer) {
    var offsets = new HashMap<String, Long>();
    for (int i = 4; i < answer.size(); i += 2) {
      offsets.put((String) answer.get(i), Long.parseLong((String) answer.get(i + 1)));
    }
    offsets.remove("#:0");
    return new Extent(
        History.position((String) answer.get(0), (Long) answer.get(1)),
        Long.parseLong((String) answer.get(3)),
        offsets);
  }
}
