package org.messageboard.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.messageboard.faults.Finding.Kind;

/**
 * The Redis list is the true last 100, of each channel Kafka's end, and whoever has one of these
 * messages has it as it is there. Other events have numbers too.
 */
final class BoardCheck {

  static final int LENGTH = 100;

  private BoardCheck() {}

  static void check(Evidence evidence, Set<Finding> findings) {
    var board = evidence.board();
    int all = evidence.topic().values().stream().mapToInt(List::size).sum();
    if (board.size() != Math.min(LENGTH, all)) {
      wrong("has %d messages of %d".formatted(board.size(), all), findings);
    }
    long above = evidence.newest() + 1;
    for (var delivery : board) {
      if (delivery.number() >= above) {
        wrong("has %s below %d".formatted(delivery, above), findings);
      }
      above = delivery.number();
    }
    endsOfChannels(evidence, findings);
    evidence.received().forEach(received -> sameVersions(received, evidence.versions(), findings));
  }

  private static void sameVersions(
      Received received, Map<String, Version> board, Set<Finding> findings) {
    board.forEach(
        (id, version) -> {
          var known = received.versions().get(id);
          if (known != null && !known.equals(version)) {
            var detail = "has %s as %s, the Redis list as %s".formatted(id, known, version);
            findings.add(new Finding(Kind.WRONG, received.subscriber(), detail));
          }
        });
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
