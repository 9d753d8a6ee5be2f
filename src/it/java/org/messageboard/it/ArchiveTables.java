package org.messageboard.it;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.messageboard.dev.PostgresProcess;

/**
 * The archive's tables, read past the board.
 *
 * @param database in the PostgreSQL that all tests share
 */
record ArchiveTables(String database) {

  /** The tables of a new, empty database. */
  static ArchiveTables create(String name) throws SQLException {
    return new ArchiveTables(postgres().createDatabase(name));
  }

  private static PostgresProcess postgres() {
    return EmbeddedServices.postgres();
  }

  /** The first column of each row; empty while PostgreSQL or the tables are not there. */
  List<String> column(String query) {
    try (var connection = postgres().connect(database);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    } catch (SQLException e) {
      return List.of();
    }
  }

  long messages() {
    return column("SELECT count(*) FROM message").stream().mapToLong(Long::parseLong).sum();
  }

  /** Ids of a channel's messages in the archive's order. */
  List<String> ids(String channel) {
    return column("SELECT id FROM message WHERE channel = '%s' ORDER BY place".formatted(channel));
  }

  void run(String sql) throws SQLException {
    try (var connection = postgres().connect(database);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Copies the database as it is now. Nobody can connect to it any more until {@link #reopen}. */
  void closeAndCopyTo(String backup) throws SQLException {
    close();
    runElsewhere("CREATE DATABASE %s TEMPLATE %s".formatted(backup, database));
  }

  /** Puts the copy in the place of the database. */
  void restore(String backup) throws SQLException {
    close();
    runElsewhere("DROP DATABASE " + database);
    runElsewhere("ALTER DATABASE %s RENAME TO %s".formatted(backup, database));
  }

  private void close() throws SQLException {
    runElsewhere("ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(database));
    runElsewhere(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'"
            .formatted(database));
  }

  void reopen() throws SQLException {
    runElsewhere("ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(database));
  }

  private static void runElsewhere(String sql) throws SQLException {
    new ArchiveTables("postgres").run(sql);
  }
}
