package org.messageboard.it;

import java.nio.file.Path;

/**
 * A built version of the board, and what its servers run with.
 *
 * @param war the application
 * @param liberty the Liberty that it was built with, whose own server has the archive's driver
 * @param configuration of its servers, as it stands in the sources
 */
public record Build(Path war, Path liberty, Path configuration) {

  private static final Path CONFIGURATION = Path.of("src/main/liberty/config");

  /** What the tests are about. */
  public static Build ofWorkingTree() {
    return new Build(
        Path.of(System.getProperty("board.war")),
        Path.of(System.getProperty("board.wlp")),
        CONFIGURATION);
  }

  /** What {@code ./mvnw package} has left in another directory with the project's sources. */
  public static Build in(Path project) {
    return new Build(
        project.resolve("target/message-board.war"),
        project.resolve("target/liberty/wlp"),
        project.resolve(CONFIGURATION));
  }

  /** The jar that the build puts into its server. */
  Path driver() {
    return liberty.resolve("usr/servers/defaultServer/postgresql/postgresql.jar");
  }
}
