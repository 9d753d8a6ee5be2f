package org.messageboard.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.messageboard.Command;

/**
 * The {@code docker} command: the one that the environment variable DOCKER names, or on the PATH.
 */
final class Docker {

  private Docker() {}

  static Optional<Path> find() {
    var named = System.getenv().getOrDefault("DOCKER", "docker");
    return named.contains("/")
        ? Optional.of(Path.of(named)).filter(Files::isExecutable)
        : Command.find(List.of(named));
  }

  /** Whether there is a command, an engine that answers it, and Compose. */
  static boolean isThere() {
    return find().isPresent()
        && ask(List.of("version")).exitCode() == 0
        && ask(List.of("compose", "version")).exitCode() == 0;
  }

  /**
   * Runs it and returns what it printed.
   *
   * @throws AssertionError if it fails; the message has its output
   */
  static String run(String... arguments) {
    return run(List.of(arguments), Map.of());
  }

  static String run(List<String> arguments, Map<String, String> environment) {
    var answer = ask(arguments, environment);
    if (answer.exitCode() != 0) {
      throw new AssertionError(
          "docker %s ended with %s:%n%s"
              .formatted(String.join(" ", arguments), answer.exitCode(), answer.output()));
    }
    return answer.output().strip();
  }

  /** Runs it, whatever comes of it. */
  static Command.Answer ask(List<String> arguments) {
    return ask(arguments, Map.of());
  }

  /** What {@code docker inspect} says of a container, an image or a volume, by a Go template. */
  static String inspect(String object, String template) {
    return run("inspect", "-f", template, object);
  }

  static boolean isHealthy(String container) {
    return inspect(container, "{{.State.Health.Status}}").equals("healthy");
  }

  /** A container is healthy once its server has started, which is before it is ready. */
  static boolean isReady(String container) {
    var ready = "http://localhost:9080/health/ready";
    return ask(List.of("exec", container, "curl", "-fsS", "-o", "/dev/null", ready)).exitCode()
        == 0;
  }

  private static Command.Answer ask(List<String> arguments, Map<String, String> environment) {
    var command = Stream.concat(Stream.of(find().orElseThrow().toString()), arguments.stream());
    return Command.run(command.toList(), environment);
  }
}
