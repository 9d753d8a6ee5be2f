package org.messageboard.it;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The user directory of one more Liberty server with the project's own configuration.
 *
 * @param userDirectory what the server gets as {@code WLP_USER_DIR}
 * @param server its name
 * @param build which version of the board it runs
 */
record ServerFiles(Path userDirectory, String server, Build build) {

  private static final Pattern APPLICATION =
      Pattern.compile("<webApplication[^>]*?(/>|>.*</webApplication>)", Pattern.DOTALL);

  /** Copies the project's server configuration into a new server. */
  static ServerFiles create(Path userDirectory, String server) {
    return create(userDirectory, server, Build.ofWorkingTree());
  }

  /** The same with the configuration of another version. */
  static ServerFiles create(Path userDirectory, String server, Build build) {
    var files = of(userDirectory, server, build);
    try (var sources = Files.walk(build.configuration())) {
      for (var source : sources.toList()) {
        var target = files.directory().resolve(build.configuration().relativize(source).toString());
        Files.createDirectories(Files.isDirectory(source) ? target : target.getParent());
        if (Files.isRegularFile(source)) {
          Files.copy(source, target);
        }
      }
      var driver = Files.createDirectories(files.directory().resolve("postgresql"));
      Files.copy(build.driver(), driver.resolve("postgresql.jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** The files of a server that exists. */
  static ServerFiles of(Path userDirectory, String server, Build build) {
    return new ServerFiles(userDirectory.toAbsolutePath(), server, build);
  }

  Path directory() {
    return userDirectory.resolve("servers").resolve(server);
  }

  /** Makes the WAR the server's application. */
  void installBoard() throws IOException {
    Files.createDirectories(directory().resolve("apps"));
    replaceBoard();
  }

  /** Puts the built WAR in place of the server's; never half of it is there. */
  void replaceBoard() throws IOException {
    var part = directory().resolve("message-board.war.part");
    Files.copy(build.war(), part, REPLACE_EXISTING);
    Files.setLastModifiedTime(part, FileTime.from(Instant.now()));
    Files.move(part, directory().resolve("apps/message-board.war"), REPLACE_EXISTING);
  }

  /** Leaves no application in server.xml: one that never comes would keep the server unready. */
  void removeApplication() throws IOException {
    var file = directory().resolve("server.xml");
    var text = Files.readString(file);
    var without = APPLICATION.matcher(text).replaceFirst("");
    if (without.equals(text)) {
      throw new IOException(file + " has no webApplication of the expected form.");
    }
    Files.writeString(file, without);
  }

  /** Replaces the project's server.xml by one of these elements. */
  void replaceConfiguration(String elements) throws IOException {
    Files.writeString(
        directory().resolve("server.xml"), "<server>%n%s%n</server>%n".formatted(elements));
  }

  /** Adds a file to the server's configuration; it wins over server.xml. */
  void override(String fileName, String xml) throws IOException {
    var directory = Files.createDirectories(directory().resolve("configDropins/overrides"));
    Files.writeString(directory.resolve(fileName), xml);
  }
}
