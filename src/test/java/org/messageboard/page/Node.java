package org.messageboard.page;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.messageboard.Command;

/** Runs the machine's Node. */
public final class Node {

  /** The oldest version that has the test runner and the language that the scripts use. */
  static final int OLDEST = 18;

  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.[\\d.]+\\s*");

  private Node() {}

  /** The first one on the PATH, if it is new enough. */
  static Optional<Path> find() {
    return Command.find(List.of("node", "nodejs")).filter(node -> version(node) >= OLDEST);
  }

  /** Runs Node, for example with {@code --test one.test.js}. */
  public static Command.Answer run(List<String> arguments) {
    var node = find().orElseThrow(() -> new IllegalStateException("No Node is on the PATH."));
    var command = new ArrayList<>(List.of(node.toString()));
    command.addAll(arguments);
    return Command.run(command);
  }

  private static int version(Path node) {
    var version = VERSION.matcher(Command.run(List.of(node.toString(), "--version")).output());
    return version.matches() ? Integer.parseInt(version.group(1)) : 0;
  }
}
