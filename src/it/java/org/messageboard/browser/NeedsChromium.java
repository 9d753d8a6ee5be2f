package org.messageboard.browser;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Without a Chromium the tests are left out on a developer's machine, which is said loudly, and
 * fail in continuous integration (the environment variable {@code CI} is {@code true}).
 */
final class NeedsChromium implements ExecutionCondition, BeforeAllCallback {

  private static final String MISSING =
      "No Chromium is on the PATH (looked for " + String.join(", ", Chromium.NAMES) + ").";

  private static final String LEFT_OUT =
      """

      **********************************************************************
      *  THE BROWSER TESTS WERE LEFT OUT: there is no Chromium on the PATH.
      *
      *  Nothing has tested the page. To have them run, install Chromium or
      *  Chrome so that one of these commands is found:
      *    %s
      *  (Debian, Ubuntu: apt-get install chromium)
      *  With CI=true in the environment they fail instead.
      **********************************************************************
      """
          .formatted(String.join(", ", Chromium.NAMES));

  private static final AtomicBoolean said = new AtomicBoolean();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (Chromium.find().isPresent() || mustRun()) {
      return ConditionEvaluationResult.enabled("Chromium is there, or its absence a failure.");
    }
    if (said.compareAndSet(false, true)) {
      System.out.println(LEFT_OUT);
    }
    return ConditionEvaluationResult.disabled(MISSING);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (Chromium.find().isEmpty()) {
      throw new IllegalStateException(MISSING + " With CI=true the browser tests must run.");
    }
  }

  private static boolean mustRun() {
    return "true".equals(System.getenv("CI"));
  }
}
