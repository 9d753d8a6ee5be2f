package org.messageboard;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Without a command of the machine, the tests that need it are skipped with a clear message on a
 * developer's machine, and fail in continuous integration (the environment variable {@code CI} is
 * {@code true}).
 */
public abstract class NeedsCommand implements ExecutionCondition, BeforeAllCallback {

  private static final Set<String> said = ConcurrentHashMap.newKeySet();

  private final String missing;
  private final String leftOut;

  /**
   * @param missing a sentence that says which command is missing
   * @param leftOut printed once when the tests are skipped: what was not tested, and how to get it
   */
  protected NeedsCommand(String missing, String leftOut) {
    this.missing = missing;
    this.leftOut = leftOut;
  }

  protected abstract boolean isThere();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if ("true".equals(System.getenv("CI")) || isThere()) {
      return ConditionEvaluationResult.enabled("The command is there, or its absence a failure.");
    }
    if (said.add(missing)) {
      System.out.println(leftOut);
    }
    return ConditionEvaluationResult.disabled(missing);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (!isThere()) {
      throw new IllegalStateException(missing + " With CI=true these tests must run.");
    }
  }
}
