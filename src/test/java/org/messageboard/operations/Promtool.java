package org.messageboard.operations;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs the machine's promtool. */
final class Promtool {

  static final String NAME = "promtool";

  /**
   * @param exitCode 0 for success
   * @param output everything it printed
   */
  record Answer(int exitCode, String output) {}

  private Promtool() {}

  /** The first one on the PATH. */
  static Optional<Path> find() {
    var path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(Pattern.quote(File.pathSeparator)))
        .map(directory -> Path.of(directory, NAME))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs promtool, for example with {@code check rules alerts.yml}. */
  static Answer run(String... arguments) {
    var tool = find().orElseThrow(() -> new IllegalStateException("No promtool is on the PATH."));
    var command = new ArrayList<>(List.of(tool.toString()));
    command.addAll(List.of(arguments));
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Answer(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while promtool ran.", e);
    }
  }
}
