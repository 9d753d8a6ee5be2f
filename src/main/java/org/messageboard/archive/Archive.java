package org.messageboard.archive;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.messageboard.archive.ArchiveMetrics.Call;
import org.messageboard.archive.ArchiveMetrics.Operation;
import org.messageboard.metrics.Metrics;
import org.messageboard.retry.Series;

/** The archive's database: the server's data source, and its tables. Thread-safe. */
@ApplicationScoped
public class Archive {

  private static final Logger LOG = Logger.getLogger(Archive.class.getName());

  /** What is done in one transaction. */
  interface Work<T> {
    T run(Sql sql) throws SQLException;
  }

  private static final int READ_SECONDS = 5;

  private static final String SETTINGS =
      """
      SELECT set_config('synchronous_commit', 'off', true), set_config('gin_pending_list_limit', ?, true)
      """;

  @Inject ArchiveSettings settings;
  @Inject Metrics metrics;

  private final Availability availability = new Availability();
  private final Series failures = new Series();

  private ArchiveMetrics measured;
  private volatile DataSource database;
  private volatile String topicId;

  @PostConstruct
  void measure() {
    if (isEnabled()) {
      measured = new ArchiveMetrics(metrics);
      metrics.gauge(
          "archive_reachable", "Whether PostgreSQL answers", () -> outage().isEmpty() ? 1 : 0);
    }
  }

  /** Whether this server has an archive. */
  public boolean isEnabled() {
    return settings.enabled();
  }

  /** Why PostgreSQL could not be used when that was tried last; empty without an archive. */
  public Optional<String> outage() {
    return isEnabled() ? availability.outage() : Optional.empty();
  }

  /**
   * Makes the tables, or brings them up to date, unless another server does; waits for that. Does
   * nothing if the archive is open, which it no longer is once tables were found missing.
   *
   * @throws SQLException when PostgreSQL is away; try again
   */
  synchronized void open() throws SQLException {
    if (database == null) {
      var found = lookUp();
      // Flyway would call an absent PostgreSQL a fault of its own
      connect(found).close();
      Schema.migrate(found);
      database = found;
      availability.answers();
      LOG.log(Level.INFO, "The archive is open");
    }
  }

  /** Whether its tables are there, as this version needs them. */
  public boolean isOpen() {
    return database != null;
  }

  /** The id of the topic that is read, or null before that is known. */
  String topicId() {
    return topicId;
  }

  void reads(String topicId) {
    this.topicId = topicId;
  }

  /**
   * Does something in one transaction.
   *
   * @throws SQLException when PostgreSQL is away, or the archive is not open yet
   */
  <T> T transaction(Work<T> work) throws SQLException {
    return transaction(0, work);
  }

  /**
   * Does something in one transaction.
   *
   * @param timeout how long a statement may take, in seconds; 0 for any time
   */
  <T> T transaction(int timeout, Work<T> work) throws SQLException {
    try (var connection = connect()) {
      connection.setAutoCommit(false);
      try {
        var result = work.run(new Sql(connection, timeout));
        connection.commit();
        availability.answers();
        return result;
      } catch (SQLException e) {
        availability.fails(e);
        if (Availability.isWithoutTables(e)) {
          database = null;
        }
        rollBack(connection, e);
        throw e;
      } catch (RuntimeException | Error e) {
        rollBack(connection, e);
        throw e;
      }
    }
  }

  /**
   * Writes events in one transaction. If PostgreSQL crashes, the last of these may be missing, with
   * the offsets that they reached: they are then written again. So none waits for the disk.
   *
   * @param many whether more events wait: PostgreSQL then puts their words into the index in larger
   *     steps, so writing takes less time, and searching more
   * @param work returns how many; nothing if it could not write them
   * @return what the work returned
   * @throws SQLException when PostgreSQL is away; try again
   */
  OptionalInt write(boolean many, Work<OptionalInt> work) throws SQLException {
    var written =
        measured.measure(
            Operation.WRITE,
            () ->
                transaction(
                    sql -> {
                      sql.query(SETTINGS, row -> null, many ? "16MB" : "1MB");
                      return work.run(sql);
                    }));
    written.ifPresent(measured::written);
    return written;
  }

  /**
   * Reads for a request; no statement takes longer than five seconds. Each is planned for what it
   * asks: a plan for any word and any place would look at all places.
   *
   * @throws ArchiveAwayException when PostgreSQL is away, or did not answer in time
   */
  <T> T read(Operation operation, Work<T> work) {
    return answer(
        () ->
            measured.measure(
                operation,
                () ->
                    transaction(
                        READ_SECONDS,
                        sql -> {
                          sql.run("SET LOCAL plan_cache_mode = force_custom_plan");
                          return work.run(sql);
                        })));
  }

  /** Does what moderators and the operator ask for, in the same way, but without measuring it. */
  <T> T read(Work<T> work) {
    return answer(() -> transaction(READ_SECONDS, work));
  }

  private <T> T answer(Call<T> call) {
    try {
      return call.run();
    } catch (SQLException e) {
      // Of an outage the consumer says when it begins and when it ends
      if (availability.outage().isEmpty() && failures.begins("read")) {
        LOG.log(Level.WARNING, "The archive could not be read: {0}", e.getMessage());
      }
      throw new ArchiveAwayException(e);
    }
  }

  private Connection connect() throws SQLException {
    var open = database;
    if (open == null) {
      throw new SQLException("The archive is not open yet.");
    }
    return connect(open);
  }

  private Connection connect(DataSource database) throws SQLException {
    try {
      return database.getConnection();
    } catch (SQLException e) {
      availability.isAway(e);
      throw e;
    }
  }

  private static void rollBack(Connection connection, Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private DataSource lookUp() throws SQLException {
    try {
      return InitialContext.doLookup(settings.dataSource());
    } catch (NamingException e) {
      throw new SQLException(
          "The server has no data source "
              + settings.dataSource()
              + ": docs/OPERATIONS.md says how it gets one",
          e);
    }
  }

  /** The archive in a database without a server. */
  static Archive of(DataSource database) {
    var archive = new Archive();
    archive.settings = new ArchiveSettings(true, "", 0);
    archive.metrics = new Metrics();
    archive.measure();
    Schema.migrate(database);
    archive.database = database;
    return archive;
  }
}
