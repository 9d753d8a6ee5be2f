package org.messageboard.dev;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Polls the board, prints what it waits for, and once, that it is ready. */
final class Readiness {

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The server logs its own messages at the same time; this one should be below them. */
  private static final long LAST_WORD_MILLIS = 1_500;

  private final HttpClient http = HttpClient.newHttpClient();
  private final DevConfig config;
  private final List<ChildProcess> services;
  private final Path directory;
  private long lastSaid = System.nanoTime();
  private boolean ready;

  Readiness(DevConfig config, List<ChildProcess> services, Path directory) {
    this.config = config;
    this.services = services;
    this.directory = directory;
  }

  /** Call this regularly. */
  void report() throws InterruptedException {
    if (ready) {
      return;
    }
    var answer = ask();
    if (answer.equals("200")) {
      ready = true;
      Thread.sleep(LAST_WORD_MILLIS);
      Console.say("%s", block());
      endPolling();
    } else if (System.nanoTime() - lastSaid > PATIENCE.toNanos()) {
      lastSaid = System.nanoTime();
      Console.say("Waiting for the board: %s answers %s.", healthUri(), answer);
    }
  }

  /**
   * liberty:dev also looks at every file, ten times a second, until the system has told it of one
   * change. This is one: a hidden file, which it ignores.
   */
  private static void endPolling() {
    try {
      var watched = Path.of("src/main/liberty/config/.seen");
      Files.write(watched, new byte[0]);
      Files.delete(watched);
    } catch (IOException e) {
      Console.say("Sources cannot be written (%s): Maven uses some CPU to watch them.", e);
    }
  }

  private String ask() throws InterruptedException {
    var request = HttpRequest.newBuilder(healthUri()).timeout(ANSWER_LIMIT).build();
    try {
      return Integer.toString(http.send(request, BodyHandlers.discarding()).statusCode());
    } catch (IOException e) {
      return "nothing yet";
    }
  }

  private URI healthUri() {
    return URI.create("http://localhost:%s/health/ready".formatted(config.httpPort()));
  }

  private String block() {
    var line = "-".repeat(64);
    return """
        %s
         The message board is ready:  http://localhost:%s

         Kafka       %s%s
         Redis       %s%s
         PostgreSQL  %s%s
         Data        %s (stays until ./mvnw clean)%s
         Stop        Ctrl-C
        %s"""
        .formatted(
            line,
            config.httpPort(),
            config.kafka(),
            origin(config.kafkaPort(), "Kafka"),
            withoutPassword(config.redis()),
            origin(config.redisPort(), "Redis"),
            config.database().isEmpty() ? "none" : config.database().replaceFirst("\\?.*", ""),
            origin(config.postgresPort(), "PostgreSQL"),
            relative(directory),
            config.providerPort() == 0 ? "" : "\n Sign in as ada or bob, or as mod, the moderator",
            line);
  }

  private String origin(int port, String name) {
    return services.stream()
        .filter(service -> port != 0 && service.name().equals(name))
        .map(service -> "  (log: %s)".formatted(relative(service.logFile())))
        .findFirst()
        .orElse("  (as configured, not started here)");
  }

  private static String withoutPassword(String url) {
    return url.replaceFirst("//.*@", "//");
  }

  private static Path relative(Path path) {
    return Path.of("").toAbsolutePath().relativize(path.toAbsolutePath());
  }
}
