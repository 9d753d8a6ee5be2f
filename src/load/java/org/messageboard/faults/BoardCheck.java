package org.messageboard.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.messageboard.faults.Finding.Kind;

/** The Redis list is the true last 100: numbers without a hole, and of each channel Kafka's end. */
final class BoardCheck {

  static final int LENGTH = 100;

  private BoardCheck() {}

  static void check(Evidence evidence, Set<Finding> findings) {
    var board = evidence.board();
    if (board.size() != Math.min(LENGTH, evidence.newest())) {
      wrong("has %d messages of %d".formatted(board.size(), evidence.newest()), findings);
    }
    for (int i = 0; i < board.size(); i++) {
      if (board.get(i).number() != evidence.newest() - i) {
        wrong(
            "has %s in place %d below %d".formatted(board.get(i), i, evidence.newest()), findings);
        break;
      }
    }
    endsOfChannels(evidence, findings);
  }

  private static void endsOfChannels(Evidence evidence, Set<Finding> findings) {
    var channels = new HashMap<String, List<String>>();
    for (var delivery : evidence.board()) {
      channels.computeIfAbsent(delivery.channel(), c -> new ArrayList<>()).add(delivery.id());
    }
    channels.forEach(
        (channel, ids) -> {
          Collections.reverse(ids);
          var topic = evidence.topic().getOrDefault(channel, List.of());
          if (!endsWith(topic, ids)) {
            wrong("differs from the end of Kafka's channel " + channel, findings);
          }
        });
  }

  static boolean endsWith(List<String> whole, List<String> end) {
    return whole.subList(Math.max(0, whole.size() - end.size()), whole.size()).equals(end);
  }

  private static void wrong(String detail, Set<Finding> findings) {
    findings.add(new Finding(Kind.WRONG, "the Redis list", detail));
  }
}
