package org.messageboard.dev;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The Redis executables in the embedded-redis jar, whose code is not used.
 *
 * <p>Some of them need OpenSSL 3 on the machine, so there is a list for each platform, and the
 * first executable that runs is used.
 */
final class RedisBinary {

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final int PING_MILLIS = 1_000;

  private RedisBinary() {}

  /**
   * Extracts an executable that runs on this machine into the directory.
   *
   * @throws StartException if there is none
   */
  static Path extractTo(Path directory) throws IOException {
    for (var resource : candidates()) {
      var executable = extract(resource, directory);
      if (runs(executable)) {
        return executable;
      }
    }
    throw new StartException(
        "No Redis for %s on %s is embedded: set KAFKA_BOOTSTRAP_SERVERS and REDIS_URL to your own services."
            .formatted(System.getProperty("os.name"), System.getProperty("os.arch")));
  }

  /** Whether a Redis or a sentinel on this port of this machine answers PING without an error. */
  static boolean answersPing(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PING_MILLIS);
      socket.setSoTimeout(PING_MILLIS);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() == '+';
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> candidates() {
    var platform = "%s %s".formatted(System.getProperty("os.name"), System.getProperty("os.arch"));
    return switch (platform.toLowerCase(Locale.ROOT)) {
      // The 32-bit one is statically linked, for machines without OpenSSL 3 or with another libc
      case "linux amd64" ->
          List.of("redis-server-6.2.6-v5-linux-amd64", "redis-server-6.2.7-linux-386");
      case "linux aarch64" -> List.of("redis-server-6.2.7-linux-arm64");
      // The second one runs under Rosetta and needs no Homebrew
      case "mac os x aarch64" ->
          List.of("redis-server-6.2.6-v5-darwin-arm64", "redis-server-6.2.6-v5-darwin-amd64");
      case "mac os x x86_64" -> List.of("redis-server-6.2.6-v5-darwin-amd64");
      default -> List.of();
    };
  }

  /** Moves the complete file into place, because another process may be running the same file. */
  private static Path extract(String resource, Path directory) throws IOException {
    var executable = directory.resolve(resource);
    if (Files.exists(executable)) {
      return executable;
    }
    Files.createDirectories(directory);
    var part = Files.createTempFile(directory, resource, ".part");
    try (var content = RedisBinary.class.getResourceAsStream("/" + resource)) {
      if (content == null) {
        throw new StartException("The embedded-redis jar no longer contains " + resource + ".");
      }
      Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
    }
    if (!part.toFile().setExecutable(true)) {
      throw new StartException(part + " cannot be made executable.");
    }
    return Files.move(part, executable, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean runs(Path executable) {
    try {
      var process =
          new ProcessBuilder(executable.toString(), "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      var ended = Await.until(() -> !process.isAlive(), ANSWER_LIMIT);
      process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
