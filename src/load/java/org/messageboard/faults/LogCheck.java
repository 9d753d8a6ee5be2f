package org.messageboard.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.messageboard.faults.Finding.Kind;

/**
 * The log that streams resume from: numbers that grow, and of each channel Kafka's end without what
 * was deleted.
 */
final class LogCheck {

  private static final String WHO = "the Redis log";

  private LogCheck() {}

  static void check(Evidence evidence, Set<Finding> findings) {
    var log = evidence.log();
    for (int i = 1; i < log.size(); i++) {
      if (log.get(i).number() <= log.get(i - 1).number()) {
        var detail = "has %s after %s".formatted(log.get(i), log.get(i - 1));
        findings.add(new Finding(Kind.WRONG, WHO, detail));
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
          var topic = existing(evidence.topic().getOrDefault(channel, List.of()), evidence);
          if (!BoardCheck.endsWith(topic, existing(ids, evidence))) {
            var detail = "differs from the end of Kafka's channel " + channel;
            findings.add(new Finding(Kind.REORDERED, WHO, detail));
          }
        });
  }

  private static List<String> existing(List<String> ids, Evidence evidence) {
    return ids.stream().filter(id -> !evidence.deleted().contains(id)).toList();
  }
}
