package org.messageboard.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.messageboard.it.Build;

/**
 * A version of the board before the working tree's, built from its own sources.
 *
 * @param name the tag or commit
 * @param build what came of it
 */
public record EarlierVersion(String name, Build build) {

  private static final String NO_RELEASE =
      """
      ******************************************************************************************
      * NO RELEASE HAS A TAG YET. This run goes from the parent of HEAD, which differs little:  *
      * it tests the procedure. -Dupgrade.from=<tag or commit> names another version.           *
      ******************************************************************************************
      """;

  /**
   * The version that {@code -Dupgrade.from} names, by default the newest release before the working
   * tree.
   */
  static EarlierVersion find() throws IOException, InterruptedException {
    return of(chosen());
  }

  /**
   * Builds a version in a git worktree under target/upgrade, which stays there for the next run.
   *
   * @param name a tag or commit
   * @throws IOException if there is no such version, or its build fails
   */
  public static EarlierVersion of(String name) throws IOException, InterruptedException {
    var commit = git("rev-parse", "--verify", name + "^{commit}");
    var project =
        Path.of(System.getProperty("board.target"), "upgrade", commit.substring(0, 12))
            .toAbsolutePath();
    var build = Build.in(project);
    if (Files.notExists(build.war())) {
      System.out.printf("Building %s (%s) in %s.%n", name, commit, project);
      checkOut(commit, project);
      packageWar(build, project);
    }
    return new EarlierVersion(name, build);
  }

  private static String chosen() throws IOException, InterruptedException {
    var asked = System.getProperty("upgrade.from", "");
    if (!asked.isEmpty()) {
      return asked;
    }
    var tags = git("tag", "--list", "v*", "--merged", "HEAD", "--sort=-version:refname");
    if (tags.isEmpty()) {
      System.out.print(NO_RELEASE);
      return "HEAD^";
    }
    return tags.lines().findFirst().orElseThrow();
  }

  private static void checkOut(String commit, Path project)
      throws IOException, InterruptedException {
    if (Files.notExists(project)) {
      git("worktree", "add", "--force", "--detach", project.toString(), commit);
    }
  }

  private static void packageWar(Build build, Path project)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("./mvnw", "-q", "-Dmaven.test.skip=true", "package"));
    if (System.getProperty("earlier.maven", "").endsWith("true")) {
      command.add("-o");
    }
    try {
      run(project, command);
    } catch (IOException | InterruptedException e) {
      Files.deleteIfExists(build.war());
      throw e;
    }
  }

  private static String git(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    return run(Path.of(""), command).strip();
  }

  private static String run(Path directory, List<String> command)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command)
            .directory(directory.toAbsolutePath().toFile())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed in " + directory + ":\n" + said);
    }
    return said;
  }
}
