package org.messageboard.operations;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Without promtool, the tests are skipped with a clear message on a developer's machine, and fail
 * in continuous integration (the environment variable {@code CI} is {@code true}).
 */
final class NeedsPromtool implements ExecutionCondition, BeforeAllCallback {

  private static final String MISSING = "No promtool is on the PATH.";

  private static final String LEFT_OUT =
      """

      **********************************************************************
      *  THE ALERT RULES WERE NOT TESTED: there is no promtool on the PATH.
      *
      *  Nothing has checked that they fire when they should. To have it done
      *  install Prometheus' own tool, promtool.
      *  (Debian, Ubuntu: apt-get install --no-install-recommends prometheus,
      *  which starts a Prometheus where there is systemd)
      *  With CI=true in the environment these tests fail instead.
      **********************************************************************
      """;

  private static final AtomicBoolean said = new AtomicBoolean();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (Promtool.find().isPresent() || mustRun()) {
      return ConditionEvaluationResult.enabled("promtool is there, or its absence a failure.");
    }
    if (said.compareAndSet(false, true)) {
      System.out.println(LEFT_OUT);
    }
    return ConditionEvaluationResult.disabled(MISSING);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (Promtool.find().isEmpty()) {
      throw new IllegalStateException(MISSING + " With CI=true the alert rules must be tested.");
    }
  }

  private static boolean mustRun() {
    return "true".equals(System.getenv("CI"));
  }
}
