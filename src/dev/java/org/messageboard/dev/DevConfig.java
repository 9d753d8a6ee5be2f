package org.messageboard.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * The addresses of the board, Kafka, Redis, PostgreSQL and the OpenID provider in this run.
 *
 * @param kafka bootstrap servers
 * @param kafkaPort the port to start Kafka on; 0 not to start it
 * @param redis a {@code redis://} or {@code rediss://} URL
 * @param redisPort the port to start Redis on; 0 not to start it
 * @param database the archive's JDBC URL; empty without an archive
 * @param postgresPort the port to start PostgreSQL on; 0 not to start it
 * @param httpPort the board's port
 * @param providerPort the port to start the provider on; 0 not to start it
 */
record DevConfig(
    String kafka,
    int kafkaPort,
    String redis,
    int redisPort,
    String database,
    int postgresPort,
    int httpPort,
    int providerPort) {

  /**
   * Uses what is configured, and for the rest the default ports or the next free ones above them.
   *
   * @throws StartException if the configured HTTP port is taken or is not a port number
   */
  static DevConfig choose() {
    var kafka = setting("kafka.bootstrap.servers");
    var redis = setting("redis.url");
    var kafkaPort = kafka.isPresent() ? 0 : freePort("Kafka", 9092);
    var redisPort = redis.isPresent() ? 0 : freePort("Redis", 6379);
    boolean archive = setting("archive.enabled").orElse("true").equals("true");
    var database = setting("archive.database.url").filter(url -> archive);
    var postgresPort = archive && database.isEmpty() ? freePort("PostgreSQL", 5432) : 0;
    var httpPort = setting("http.port").map(DevConfig::configuredPort);
    return new DevConfig(
        kafka.orElse("127.0.0.1:" + kafkaPort),
        kafkaPort,
        redis.orElse("redis://127.0.0.1:" + redisPort),
        redisPort,
        database.orElse(archive ? PostgresProcess.url(postgresPort, "postgres") : ""),
        postgresPort,
        httpPort.orElseGet(() -> freePort("the board", 9080)),
        needsProvider() ? freePort("the OpenID provider", 9070) : 0);
  }

  private static boolean needsProvider() {
    return setting("auth.mode").filter("oidc"::equals).isPresent()
        && setting("auth.oidc.issuer").isEmpty();
  }

  /** The system property or else the environment variable, like MicroProfile Config. */
  private static Optional<String> setting(String name) {
    var variable = name.replace('.', '_').toUpperCase(Locale.ROOT);
    return Optional.ofNullable(System.getProperty(name))
        .filter(value -> !value.isBlank())
        .or(() -> Optional.ofNullable(System.getenv(variable)))
        .filter(value -> !value.isBlank());
  }

  private static int freePort(String user, int preferred) {
    var port = Ports.freeFrom(preferred);
    if (port != preferred) {
      Console.say("Port %s is taken, so %s uses %s.", preferred, user, port);
    }
    return port;
  }

  private static int configuredPort(String value) {
    if (!value.matches("\\d{1,5}")) {
      throw new StartException("HTTP_PORT (or -Dhttp.port) is not a port number: " + value);
    }
    var port = Integer.parseInt(value);
    if (!Ports.isFree(port)) {
      throw new StartException(
          "Port %s, set as HTTP_PORT (or -Dhttp.port), is taken: set another one, or none to use a free port."
              .formatted(port));
    }
    return port;
  }

  static DevConfig load(Path file) {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new DevConfig(
        properties.getProperty("kafka"),
        Integer.parseInt(properties.getProperty("kafkaPort")),
        properties.getProperty("redis"),
        Integer.parseInt(properties.getProperty("redisPort")),
        properties.getProperty("database"),
        Integer.parseInt(properties.getProperty("postgresPort")),
        Integer.parseInt(properties.getProperty("httpPort")),
        Integer.parseInt(properties.getProperty("providerPort")));
  }

  void store(Path file) {
    var properties = new Properties();
    properties.setProperty("kafka", kafka);
    properties.setProperty("kafkaPort", Integer.toString(kafkaPort));
    properties.setProperty("redis", redis);
    properties.setProperty("redisPort", Integer.toString(redisPort));
    properties.setProperty("database", database);
    properties.setProperty("postgresPort", Integer.toString(postgresPort));
    properties.setProperty("httpPort", Integer.toString(httpPort));
    properties.setProperty("providerPort", Integer.toString(providerPort));
    try {
      Files.createDirectories(file.getParent());
      try (var writer = Files.newBufferedWriter(file)) {
        properties.store(writer, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same without an archive. */
  DevConfig withoutArchive() {
    return new DevConfig(kafka, kafkaPort, redis, redisPort, "", 0, httpPort, providerPort);
  }

  /**
   * Liberty reads the file when it starts; it overrides server.xml.
   *
   * @param password of the PostgreSQL that is started here; null without one
   */
  void storeForLiberty(Path serverDirectory, String password) {
    var variables = new ServerVariables();
    variables.put("kafka.bootstrap.servers", kafka);
    variables.put("redis.url", redis);
    variables.put("http.port", Integer.toString(httpPort));
    variables.put("statistics.enabled", setting("statistics.enabled").orElse("true"));
    variables.put("archive.enabled", Boolean.toString(!database.isEmpty()));
    if (!database.isEmpty()) {
      variables.include("archive-true.xml");
      variables.put("archive.database.url", database);
    }
    if (password != null) {
      variables.put("archive.database.user", PostgresProcess.USER);
      variables.put("archive.database.password", password);
    }
    setting("auth.mode").ifPresent(mode -> variables.put("auth.mode", mode));
    if (providerPort != 0) {
      OpenIdProvider.settings(providerPort).forEach(variables::put);
    }
    variables.storeIn(serverDirectory, "dev-services.xml");
  }
}
