package org.messageboard.faults;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.messageboard.faults.Finding.Kind;

/**
 * What one fault did.
 *
 * @param fault its name
 * @param acknowledged messages acknowledged from its beginning until the check
 * @param findings what was wrong after it and not before
 * @param resets how often subscribers were told that their position is lost, all together
 * @param refusals answers after which a real EventSource would have given up
 * @param silence the longest time without a message on a stream
 * @param recovery from the fault's end until something posted after it was everywhere; null when
 *     that did not happen within 90 s
 * @param limit what the recovery may take
 */
record Outcome(
    String fault,
    int acknowledged,
    Set<Finding> findings,
    int resets,
    int refusals,
    Duration silence,
    Duration recovery,
    Duration limit) {

  long count(Kind kind) {
    return findings.stream().filter(f -> f.kind() == kind).count();
  }

  /** A row of the table. */
  String row() {
    return "| %s | %d | %d | %d | %d | %d | %d | %d | %s | %s | %s |"
        .formatted(
            fault,
            acknowledged,
            count(Kind.LOST),
            count(Kind.DUPLICATED),
            count(Kind.REORDERED),
            count(Kind.WRONG),
            resets,
            refusals,
            seconds(silence),
            recovery == null ? "not within 90 s" : seconds(recovery),
            seconds(limit));
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
