package org.messageboard.operations;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.messageboard.Command;

/** Runs the machine's promtool. */
final class Promtool {

  private Promtool() {}

  /** The first one on the PATH. */
  static Optional<Path> find() {
    return Command.find(List.of("promtool"));
  }

  /** Runs promtool, for example with {@code check rules alerts.yml}. */
  static Command.Answer run(String... arguments) {
    var tool = find().orElseThrow(() -> new IllegalStateException("No promtool is on the PATH."));
    var command = new ArrayList<>(List.of(tool.toString()));
    command.addAll(List.of(arguments));
    return Command.run(command);
  }
}
