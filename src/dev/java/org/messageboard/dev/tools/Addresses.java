package org.messageboard.dev.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.messageboard.dev.OpenIdProvider;
import org.messageboard.dev.Ports;
import org.messageboard.dev.PostgresProcess;
import org.messageboard.dev.StartException;

/**
 * The addresses of the board's Kafka and Redis: from the environment, as for the board itself, or
 * those that the last {@code ./mvnw} in this directory used.
 */
final class Addresses {

  private final Properties written = new Properties();
  private final Path directory;

  /**
   * @param target Maven's build directory
   */
  Addresses(Path target) {
    directory = target.resolve("dev");
    var file = directory.resolve("ports.properties");
    if (Files.exists(file)) {
      try (var reader = Files.newBufferedReader(file)) {
        written.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Kafka's bootstrap servers.
   *
   * @throws StartException if they are unknown or none of them answers
   */
  String kafka() {
    var servers = address("Kafka", "KAFKA_BOOTSTRAP_SERVERS", "kafka");
    for (var server : servers.split(",")) {
      var colon = server.lastIndexOf(':');
      if (colon > 0 && Ports.accepts(server.substring(0, colon).strip(), port(server, colon))) {
        return servers;
      }
    }
    throw silent("Kafka", servers, "KAFKA_BOOTSTRAP_SERVERS");
  }

  /**
   * The URL of Redis.
   *
   * @throws StartException if it is unknown
   */
  String redis() {
    return address("Redis", "REDIS_URL", "redis");
  }

  /** What tells a server where the archive is that {@code ./mvnw} started; empty without one. */
  Map<String, String> archive() {
    int port = Integer.parseInt(written.getProperty("postgresPort", "0"));
    return port == 0
        ? Map.of()
        : new PostgresProcess(directory.resolve("postgresql"), directory, port)
            .environment("postgres");
  }

  /** The settings of the board's provider, if the last {@code ./mvnw} started one. */
  Map<String, String> signIn() {
    int port = Integer.parseInt(written.getProperty("providerPort", "0"));
    return port == 0 ? Map.of() : OpenIdProvider.settings(port);
  }

  /** The error for a service that does not answer. */
  static StartException silent(String service, String address, String variable) {
    return new StartException(
        "%s does not answer at %s. Start the board with ./mvnw in another terminal, or set %s."
            .formatted(service, address, variable));
  }

  private String address(String service, String variable, String property) {
    return Optional.ofNullable(System.getenv(variable))
        .filter(value -> !value.isBlank())
        .or(() -> Optional.ofNullable(written.getProperty(property)))
        .orElseThrow(
            () ->
                new StartException(
                    "Where %s is, is not known: start the board with ./mvnw in another terminal, or set %s."
                        .formatted(service, variable)));
  }

  private static int port(String server, int colon) {
    var port = server.substring(colon + 1).strip();
    return port.matches("\\d{1,5}") ? Math.min(65_535, Integer.parseInt(port)) : 0;
  }
}
