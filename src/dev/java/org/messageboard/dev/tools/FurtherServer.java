package org.messageboard.dev.tools;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.messageboard.dev.Guard;
import org.messageboard.dev.StartException;

/**
 * Runs another server of the board until Ctrl-C, on the next free port above 9080, with the Kafka,
 * Redis and PostgreSQL of the running {@code ./mvnw} and the same classes and page.
 */
final class FurtherServer {

  private static final List<String> CONFIGURATION =
      List.of(
          "server.xml",
          "board.xml",
          "https-true.xml",
          "telemetry-true.xml",
          "archive-true.xml",
          "postgresql/postgresql.jar",
          "apps/message-board.war.xml");

  private static final String NAME = "further";
  private static final int FIRST_PORT = 9081;

  private final Path liberty;
  private final Path original;
  private final Path directory;
  private final int port;

  private FurtherServer(Path target, int port) {
    this.liberty = target.resolve("liberty/wlp");
    this.original = liberty.resolve("usr/servers/defaultServer");
    this.directory = target.resolve("dev/server-" + port);
    this.port = port;
  }

  /**
   * @param args Maven's build directory
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    var target = Path.of(args[0]);
    try {
      var addresses = new Addresses(target);
      new FurtherServer(target, freePort()).run(addresses);
    } catch (StartException e) {
      System.out.println(e.getMessage());
      System.exit(1);
    }
  }

  private static int freePort() {
    return IntStream.range(FIRST_PORT, 65_536)
        .filter(FurtherServer::isFree)
        .findFirst()
        .orElseThrow(() -> new StartException("No free port was found."));
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private void run(Addresses addresses) throws IOException, InterruptedException {
    copyServer();
    System.out.printf(
        "Starting a further server on http://localhost:%s - Ctrl-C stops it.%n", port);
    var server = start(addresses);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
    server.waitFor();
  }

  /** The application is only a file that tells Liberty where its classes are. */
  private void copyServer() throws IOException {
    var server = directory.resolve("servers").resolve(NAME);
    for (var file : CONFIGURATION) {
      if (Files.notExists(original.resolve(file))) {
        throw new StartException("Start the board with ./mvnw in another terminal first.");
      }
      Files.createDirectories(server.resolve(file).getParent());
      Files.copy(original.resolve(file), server.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Process start(Addresses addresses) throws IOException {
    var builder =
        new ProcessBuilder("/bin/sh", liberty.resolve("bin/server").toString(), "run", NAME);
    var environment = builder.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("WLP_USER_DIR", directory.toString());
    environment.put("KAFKA_BOOTSTRAP_SERVERS", addresses.kafka());
    environment.put("REDIS_URL", addresses.redis());
    environment.putIfAbsent("STATISTICS_ENABLED", "true");
    addresses
        .signIn()
        .forEach(
            (name, value) ->
                environment.put(name.replace('.', '_').toUpperCase(Locale.ROOT), value));
    environment.putAll(addresses.archive());
    environment.put("HTTP_PORT", Integer.toString(port));
    return Guard.start(builder.inheritIO());
  }

  private static void stop(Process server) {
    server.destroy();
    server.onExit().join();
  }
}
