package org.messageboard.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.messageboard.dev.ChildProcess;
import org.messageboard.dev.Guard;
import org.messageboard.dev.KafkaProcess;
import org.messageboard.dev.Ports;
import org.messageboard.dev.PostgresProcess;
import org.messageboard.dev.RedisProcess;

/**
 * One Kafka and one Redis for all integration tests, and the server directory for Arquillian.
 *
 * <p>JUnit finds it through META-INF/services; it does nothing in a run of unit tests, which has no
 * WAR. Ports are free ones, data is new in every run, so two runs may go on side by side. What
 * arquillian.xml refers to is set here as system properties.
 */
public final class EmbeddedServices implements LauncherSessionListener {

  private static KafkaProcess kafka;
  private static RedisProcess redis;
  private static PostgresProcess postgres;

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (System.getProperty("board.war") == null) {
      return;
    }
    deleteRecursively(directory());
    redis = new RedisProcess(directory().resolve("redis"), Ports.free());
    kafka = new KafkaProcess(directory().resolve("kafka"), Ports.free());
    ChildProcess.startAll(List.of(kafka, redis));
    prepareArquillian();
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    if (kafka != null) {
      kafka.stop();
      redis.stop();
    }
    if (postgres != null) {
      postgres.kill();
    }
  }

  /** The Kafka that all tests share: whoever stops it starts it again. */
  public static KafkaProcess kafka() {
    return kafka;
  }

  /** The Redis that all tests share: whoever stops it starts it again. */
  public static RedisProcess redis() {
    return redis;
  }

  /** The PostgreSQL that all tests share, started for the first that asks for it. */
  public static synchronized PostgresProcess postgres() {
    if (postgres == null) {
      var programs = Path.of(System.getProperty("board.target"), "postgresql-programs");
      postgres =
          new PostgresProcess(
              directory().resolve("postgresql"), programs.toAbsolutePath(), Ports.free());
      postgres.start();
    }
    return postgres;
  }

  /** Where tests put files of this run; emptied when a run begins. */
  public static Path directory() {
    return Path.of(System.getProperty("board.target"), "it");
  }

  /**
   * What tells a server where Kafka and Redis are. Tests and load post faster than people, so a
   * test of the limits switches them on.
   */
  public static Map<String, String> environment() {
    return Map.of(
        "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
        "REDIS_URL", redis.url(),
        "LIMITS_ENABLED", "false");
  }

  /** Arquillian starts its server itself: it goes with this JVM, like the other processes. */
  static void guardArquillianServer() {
    var server = System.getProperty("board.server");
    ProcessHandle.current()
        .children()
        .filter(
            child ->
                child.info().arguments().map(a -> String.join(" ", a)).orElse("").contains(server))
        .forEach(Guard::watch);
  }

  private static void prepareArquillian() {
    // Arquillian looks for a server's JVM by its name on the whole machine
    var server = "board-" + ProcessHandle.current().pid();
    var port = Integer.toString(Ports.free());
    var files = ServerFiles.create(directory().resolve("arquillian"), server);
    try {
      files.removeApplication();
      files.override("arquillian.xml", arquillianServer(port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.setProperty("board.server", server);
    System.setProperty("board.usr", files.userDirectory().toString());
    System.setProperty("board.port", port);
    System.setProperty("board.url", "http://localhost:" + port + "/");
  }

  /** What a server needs that Arquillian controls: JMX; it brings the application itself. */
  private static String arquillianServer(String port) {
    return """
        <server>
          <featureManager>
            <feature>localConnector-1.0</feature>
          </featureManager>
          <variable name="http.host" value="127.0.0.1"/>
          <variable name="http.port" value="%s"/>
          <variable name="kafka.bootstrap.servers" value="%s"/>
          <variable name="redis.url" value="%s"/>
          <variable name="limits.enabled" value="false"/>
        </server>
        """
        .formatted(port, kafka.bootstrapServers(), redis.url());
  }

  static void deleteRecursively(Path directory) {
    if (Files.notExists(directory)) {
      return;
    }
    try (var paths = Files.walk(directory)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
