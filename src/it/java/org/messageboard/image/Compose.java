package org.messageboard.image;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.messageboard.dev.Ports;
import org.messageboard.it.Board;

/** A project of Docker Compose from the repository's files, on free ports, with new volumes. */
final class Compose implements AutoCloseable {

  static final Path DIRECTORY = Path.of(System.getProperty("board.target"), "image");

  /** Tests post faster than people. */
  private static final String WITHOUT_LIMITS =
      """
      services:
        web: {environment: {LIMITS_ENABLED: "false"}}
      """;

  private static final List<String> PORTS =
      List.of(
          "BOARD_PORT",
          "BOARD_TLS_PORT",
          "KAFKA_UI_PORT",
          "GRAFANA_PORT",
          "PROMETHEUS_PORT",
          "ALERTMANAGER_PORT",
          "MAIL_PORT");

  private final String name;
  private final Map<String, String> environment;

  /**
   * @param name the project's, and a part of its containers' names
   * @param files in the order in which Compose merges them
   * @param environment the variables of these files, besides the ports
   */
  Compose(String name, List<String> files, Map<String, String> environment) throws IOException {
    this.name = name;
    this.environment = new HashMap<>(environment);
    PORTS.forEach(port -> this.environment.put(port, Integer.toString(Ports.free())));
    Files.createDirectories(DIRECTORY);
    var override = Files.writeString(DIRECTORY.resolve("without-limits.yml"), WITHOUT_LIMITS);
    var all = Stream.concat(files.stream().map(Path::of), Stream.of(override));
    this.environment.put("COMPOSE_PROJECT_NAME", name);
    this.environment.put("COMPOSE_ANSI", "never");
    this.environment.put(
        "COMPOSE_FILE",
        all.map(file -> file.toAbsolutePath().toString()).collect(joining(File.pathSeparator)));
    close(); // what a run that was killed has left
  }

  /** With these variables {@code docker compose} works on this project, in any directory. */
  Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /**
   * Runs {@code docker compose} with these arguments and returns what it printed.
   *
   * @throws AssertionError if it fails; the message has its output
   */
  String run(String... arguments) {
    var command = new ArrayList<>(List.of("compose"));
    command.addAll(List.of(arguments));
    return Docker.run(command, environment);
  }

  /** Starts services, all if none is named, and returns when they are healthy. */
  void up(String... services) {
    var command = new ArrayList<>(List.of("up", "-d", "--wait", "--no-recreate", "--quiet-pull"));
    command.addAll(List.of(services));
    run(command.toArray(String[]::new));
  }

  /** The ids of a service's containers, oldest first. */
  List<String> containers(String service) {
    return run("ps", "-a", "-q", service)
        .lines()
        .sorted(Comparator.comparing(id -> Docker.inspect(id, "{{.Created}}")))
        .toList();
  }

  /** The only container of a service. */
  String container(String service) {
    var all = containers(service);
    if (all.size() != 1) {
      throw new AssertionError("Containers of %s: %s".formatted(service, all));
    }
    return all.get(0);
  }

  /** Whether its image is here, or can be had. */
  boolean hasImageOf(String service) {
    var config = run("config", "--format", "json");
    var services = Board.json(config.substring(config.indexOf('{'))).getJsonObject("services");
    var image = services.getJsonObject(service).getString("image");
    return Docker.ask(List.of("image", "inspect", image)).exitCode() == 0
        || Docker.ask(List.of("pull", "-q", image)).exitCode() == 0;
  }

  int port(String variable) {
    return Integer.parseInt(environment.get(variable));
  }

  /** The board as the proxy publishes it. */
  Board board() {
    return new Board(URI.create("http://localhost:%s/".formatted(port("BOARD_PORT"))));
  }

  /** The network that its containers share. */
  String network() {
    return name + "_default";
  }

  /** Removes containers, network and volumes. */
  @Override
  public void close() {
    run("down", "-v", "--remove-orphans", "-t", "5");
  }
}
