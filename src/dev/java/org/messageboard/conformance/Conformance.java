package org.messageboard.conformance;

import java.net.URI;
import java.util.List;

/**
 * The suite as a command: {@code server <address>} or {@code client <command>}. Exit code 1: rules
 * are broken; 2: it was called in another way.
 */
public final class Conformance {

  private Conformance() {}

  /** Prints a line for each broken rule. */
  public static void main(String[] args) throws InterruptedException {
    var words = String.join(" ", args).strip();
    var rest = words.replaceFirst("^\\S+\\s*", "");
    if (rest.isEmpty() || !words.matches("(server|client) .*")) {
      System.err.println(
          "Name a server's address or a client's command, such as: server http://localhost:9080/");
      System.exit(2);
    }
    var findings =
        words.startsWith("server")
            ? new ServerConformance(URI.create(rest), System.getenv("BOARD_TOKEN"))
                .patiently()
                .check()
            : new ClientConformance(List.of(rest.split("\\s+"))).check();
    findings.forEach(System.out::println);
    System.out.println(findings.isEmpty() ? "All rules hold." : findings.size() + " broken.");
    System.exit(findings.isEmpty() ? 0 : 1);
  }
}
