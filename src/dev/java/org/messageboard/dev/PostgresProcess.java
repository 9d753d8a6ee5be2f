package org.messageboard.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A PostgreSQL as a child process on 127.0.0.1, with one user that may do everything. */
public final class PostgresProcess extends ChildProcess {

  public static final String USER = "message_board";

  private static final String NAME = "PostgreSQL";
  private static final Duration INITDB_LIMIT = Duration.ofSeconds(120);

  private static final List<String> NOBODY =
      List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");

  private final Path programs;

  /**
   * @param directory its data, which survive restarts, and the user's password
   * @param programs where its programs are, or are unpacked to
   * @param port the port clients connect to
   */
  public PostgresProcess(Path directory, Path programs, int port) {
    super(NAME, directory, port);
    this.programs = programs;
  }

  /** The clients' {@code archive.database.url}. */
  public String url() {
    return url("postgres");
  }

  /** The same for another database. */
  public String url(String database) {
    return url(port(), database);
  }

  static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:%s/%s".formatted(port, database);
  }

  /**
   * Unpacks the programs.
   *
   * @throws StartException if they cannot run here
   */
  static void check(Path programs) throws IOException {
    PostgresBinary.extractTo(programs);
    unprivileged();
  }

  /** The user's password, a new one for new data. */
  public String password() {
    return password(directory());
  }

  /** What tells a server with an archive where this is. */
  public Map<String, String> environment(String database) {
    return Map.of(
        "ARCHIVE_ENABLED",
        "true",
        "ARCHIVE_DATABASE_URL",
        url(database),
        "ARCHIVE_DATABASE_USER",
        USER,
        "ARCHIVE_DATABASE_PASSWORD",
        password());
  }

  /** Connects to a database. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), USER, password());
  }

  /** Makes a new database and returns its name. */
  public String createDatabase(String name) throws SQLException {
    try (var connection = connect("postgres");
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return name;
  }

  /** Reads or makes the password of the data in a directory. */
  static String password(Path directory) {
    var file = directory.resolve("password");
    try {
      if (Files.notExists(file)) {
        Files.createDirectories(directory);
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, UUID.randomUUID().toString());
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new StartException("The password of PostgreSQL cannot be kept in " + file, e);
    }
  }

  @Override
  protected List<String> command() throws IOException {
    var installed = PostgresBinary.extractTo(programs);
    var user = unprivileged();
    var data = directory().resolve("data");
    if (Files.notExists(data)) {
      initialise(installed, user, data);
    }
    var command = new ArrayList<>(user);
    command.addAll(
        List.of(
            installed.resolve("bin/postgres").toString(),
            "-D",
            data.toString(),
            "-p",
            Integer.toString(port())));
    Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "shared_buffers", "64MB",
            "max_wal_size", "256MB",
            "jit", "off")
        .forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return command;
  }

  /** PostgreSQL's "fast" shutdown; on SIGTERM it would wait for its clients to go. */
  @Override
  protected void terminate(Process process) {
    PostgresBinary.runs(List.of("kill", "-INT", Long.toString(process.pid())));
  }

  @Override
  protected boolean isReady() {
    try (var connection = connect("postgres")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Moves complete data into place, so that a start that was interrupted begins anew. */
  private void initialise(Path installed, List<String> user, Path data) throws IOException {
    password();
    var part = Files.createTempDirectory(directory(), "data");
    own(user, directory(), directory().resolve("password"), part);
    var command = new ArrayList<>(user);
    command.addAll(
        List.of(
            installed.resolve("bin/initdb").toString(),
            "-D",
            part.toString(),
            "-U",
            USER,
            "--pwfile=" + directory().resolve("password"),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync"));
    var process = Guard.start(new ProcessBuilder(command).redirectErrorStream(true));
    var said = new String(process.getInputStream().readAllBytes());
    if (!Await.until(() -> !process.isAlive(), INITDB_LIMIT) || process.exitValue() != 0) {
      throw new StartException("PostgreSQL's data could not be created:\n" + said);
    }
    Files.move(part, data, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * The words before a command that run it as somebody else than root, as whom PostgreSQL refuses
   * to run. In a user namespace of its own, root's files stay accessible; where those are
   * forbidden, as in a container, it becomes the user nobody.
   */
  private static List<String> unprivileged() {
    if (!System.getProperty("user.name").equals("root")) {
      return List.of();
    }
    for (var user : List.of(List.of("unshare", "-U"), NOBODY)) {
      var trial = new ArrayList<>(user);
      trial.add("true");
      if (PostgresBinary.runs(trial)) {
        return user;
      }
    }
    throw new StartException(
        "PostgreSQL does not run as root, and neither unshare nor setpriv works here: run ./mvnw as another user, or set ARCHIVE_ENABLED=false.");
  }

  private static void own(List<String> user, Path... paths) throws IOException {
    if (user.equals(NOBODY)) {
      for (var path : paths) {
        var nobody =
            path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        Files.setOwner(path, nobody);
      }
    }
  }
}
