package org.messageboard.faults;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Runs faults, one after the other, and judges each by the whole history up to it. What was found
 * once is not counted again.
 */
final class Trial {

  private final Workload workload;
  private final TopicLog log;
  private final SentPoison poison;
  private final RedisView redis;
  private final Function<Evidence, Set<Finding>> further;
  private final Set<Finding> foundBefore = new HashSet<>();

  Trial(Workload workload, TopicLog log, SentPoison poison, RedisView redis) {
    this(workload, log, poison, redis, evidence -> Set.of());
  }

  /**
   * @param further looks at what the evidence alone does not show, while nothing is posted
   */
  Trial(
      Workload workload,
      TopicLog log,
      SentPoison poison,
      RedisView redis,
      Function<Evidence, Set<Finding>> further) {
    this.workload = workload;
    this.log = log;
    this.poison = poison;
    this.redis = redis;
    this.further = further;
  }

  Outcome run(Fault fault) throws Exception {
    int acknowledged = workload.ledger().count();
    int resets = workload.resets();
    int refusals = workload.refusals();
    long began = System.nanoTime();
    long ended = strike(fault);
    workload.pause();
    try {
      workload.settle(); // what has not come by now counts as lost
      workload.awaitAgreement(redis::versions);
      var evidence = evidence();
      var arrival = Timing.arrival(workload.ledger().since(ended), evidence.received());
      return new Outcome(
          fault.name(),
          workload.ledger().count() - acknowledged,
          newFindings(evidence),
          workload.resets() - resets,
          workload.refusals() - refusals,
          Timing.longestSilence(evidence.received(), began, arrival.orElse(System.nanoTime())),
          arrival.map(at -> Duration.ofNanos(at - ended)).orElse(null),
          fault.limit());
    } finally {
      workload.resume();
    }
  }

  /** Returns when the fault was over and recovery could begin. */
  private long strike(Fault fault) throws Exception {
    fault.strike().run();
    if (!fault.survives()) {
      fault.repair().run();
    }
    long ended = System.nanoTime();
    workload.awaitArrivalOfPostsSince(ended);
    workload.awaitPosts(BoardCheck.LENGTH); // what the fault has spoilt may show only later
    if (fault.survives()) {
      fault.repair().run();
    }
    return ended;
  }

  private Evidence evidence() {
    return new Evidence(
        workload.ledger().acknowledged(),
        workload.ledger().refused(),
        log.channels(),
        workload.received(),
        redis.board(),
        redis.versions(),
        log.deleted(),
        redis.log(),
        redis.newest(),
        poison.missing());
  }

  private Set<Finding> newFindings(Evidence evidence) {
    var findings = new LinkedHashSet<>(Checker.check(evidence));
    findings.addAll(further.apply(evidence));
    findings.removeAll(foundBefore);
    foundBefore.addAll(findings);
    return findings;
  }
}
