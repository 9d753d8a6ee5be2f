package org.messageboard.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.messageboard.faults.Finding.Kind;

/** The log that streams resume from: numbers without a hole, and of each channel Kafka's end. */
final class LogCheck {

  private static final String WHO = "the Redis log";

  private LogCheck() {}

  static void check(Evidence evidence, Set<Finding> findings) {
    var log = evidence.log();
    for (int i = 0; i < log.size(); i++) {
      long expected = evidence.newest() - log.size() + 1 + i;
      if (log.get(i).number() != expected) {
        var detail = "has %s where %d belongs".formatted(log.get(i), expected);
        findings.add(new Finding(Kind.WRONG, WHO, detail));
        break;
      }
    }
    endsOfChannels(evidence, findings);
  }

  private static void endsOfChannels(Evidence evidence, Set<Finding> findings) {
    var channels = new HashMap<String, List<String>>();
    for (var delivery : evidence.log()) {
      channels.computeIfAbsent(delivery.channel(), c -> new ArrayList<>()).add(delivery.id());
    }
    channels.forEach(
        (channel, ids) -> {
          if (!BoardCheck.endsWith(evidence.topic().getOrDefault(channel, List.of()), ids)) {
            var detail = "differs from the end of Kafka's channel " + channel;
            findings.add(new Finding(Kind.REORDERED, WHO, detail));
          }
        });
  }
}
