package org.messageboard.faults;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.messageboard.faults.Finding.Kind;

/** Says what the evidence shows to be wrong. A plain function of it: the checker has no state. */
final class Checker {

  private Checker() {}

  static Set<Finding> check(Evidence evidence) {
    var findings = new LinkedHashSet<Finding>();
    var ids = new HashSet<String>();
    evidence.topic().values().forEach(ids::addAll);
    missing("Kafka", evidence.acknowledged(), ids, findings);
    for (var received : evidence.received()) {
      missing(
          received.subscriber(), evidence.acknowledged(), received.firstSeen().keySet(), findings);
      unasked(received, evidence.refused(), ids, findings);
      doubled(received, findings);
    }
    OrderCheck.check(evidence, findings);
    BoardCheck.check(evidence, findings);
    LogCheck.check(evidence, findings);
    evidence
        .missingLetters()
        .forEach(key -> findings.add(new Finding(Kind.WRONG, "dead letters", "none of " + key)));
    return findings;
  }

  private static void missing(
      String who, Set<String> wanted, Set<String> there, Set<Finding> findings) {
    for (var id : wanted) {
      if (!there.contains(id)) {
        findings.add(new Finding(Kind.LOST, who, id));
      }
    }
  }

  /** What was refused, or what Kafka does not have, must not reach anybody. */
  private static void unasked(
      Received received, Set<String> refused, Set<String> topic, Set<Finding> findings) {
    for (var id : received.firstSeen().keySet()) {
      if (refused.contains(id)) {
        findings.add(new Finding(Kind.WRONG, received.subscriber(), "refused, but there: " + id));
      } else if (!topic.contains(id)) {
        findings.add(new Finding(Kind.WRONG, received.subscriber(), "not in Kafka: " + id));
      }
    }
  }

  /** On the streams a message comes once in an epoch, and once between two resets. */
  private static void doubled(Received received, Set<Finding> findings) {
    var seen = new HashSet<List<Object>>();
    for (var delivery : received.streamed()) {
      boolean first = seen.add(List.of(delivery.epoch(), delivery.id()));
      if (!seen.add(List.of(delivery.resets(), delivery.id())) || !first) {
        findings.add(
            new Finding(
                Kind.DUPLICATED,
                received.subscriber(),
                delivery.id() + " again at " + delivery.position()));
      }
    }
  }
}
