package org.messageboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds and runs the machine's own commands. */
public final class Command {

  /**
   * @param exitCode 0 for success
   * @param output everything it printed
   */
  public record Answer(int exitCode, String output) {}

  private Command() {}

  /** The first of these names that is on the PATH. */
  public static Optional<Path> find(List<String> names) {
    var path = System.getenv().getOrDefault("PATH", "");
    var directories = path.split(Pattern.quote(File.pathSeparator));
    return names.stream()
        .flatMap(name -> Stream.of(directories).map(directory -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs a command with its arguments until it ends. */
  public static Answer run(List<String> command) {
    return run(command, Map.of());
  }

  /**
   * @param environment added to this process's
   */
  public static Answer run(List<String> command, Map<String, String> environment) {
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      var process = builder.start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Answer(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while " + command.get(0) + " ran.", e);
    }
  }
}
