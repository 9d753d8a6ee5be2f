package org.messageboard.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.messageboard.page.NeedsNode;

/** The project's own clients keep the protocol, and the suite notices one that does not. */
class ClientConformanceTest {

  private static final String NAIVE =
      "fetch(`${process.argv[1]}api/messages/stream?channel=general`)"
          + ".then((answer) => answer.text()).then(console.log, () => {})";

  /** Most of the time it waits, so the others run meanwhile. */
  private static CompletableFuture<List<String>> java;

  @BeforeAll
  static void start() {
    var command = System.getProperty("java.home") + "/bin/java";
    java =
        CompletableFuture.supplyAsync(
            () -> check(command, "-XX:TieredStopAtLevel=1", "examples/BoardClient.java"));
  }

  @Test
  @Tag("page")
  @ExtendWith(NeedsNode.class)
  void thePagesClientKeepsTheRules() {
    assertThat(check("node", "examples/tail.mjs", "--json")).isEmpty();
  }

  @Test
  @Tag("page")
  @ExtendWith(NeedsNode.class)
  void aClientThatKnowsNoRulesBreaksThem() {
    assertThat(check("node", "-e", NAIVE))
        .anyMatch(finding -> finding.startsWith("S3"))
        .anyMatch(finding -> finding.startsWith("S2, S8"));
  }

  @Test
  void theJavaClientKeepsTheRules() {
    assertThat(java.join()).isEmpty();
  }

  private static List<String> check(String... command) {
    try {
      return new ClientConformance(List.of(command)).check();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while a client ran.", e);
    }
  }
}
