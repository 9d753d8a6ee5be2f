package org.messageboard.archive;

import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether PostgreSQL answers, by what came of using it. Thread-safe. */
final class Availability {

  /** The SQLSTATE of a lost connection, or of a server that stops or starts. */
  private static final Pattern LOST = Pattern.compile("08...|57P..");

  /** The SQLSTATE of a table, or a column, that is not there. */
  private static final Pattern UNDEFINED = Pattern.compile("42P01|42703");

  private volatile String outage = "The archive is not open yet.";

  /** Why PostgreSQL could not be used when that was tried last; empty if it could. */
  Optional<String> outage() {
    return Optional.ofNullable(outage);
  }

  void answers() {
    outage = null;
  }

  /** There is no connection. */
  void isAway(SQLException reason) {
    outage = reason.getMessage();
  }

  /**
   * A statement failed, which says nothing about others unless the connection was lost or the
   * tables are.
   */
  void fails(SQLException reason) {
    if (is(LOST, reason) || isWithoutTables(reason)) {
      isAway(reason);
    }
  }

  /** Whether the database was emptied, or is from a version that had other tables. */
  static boolean isWithoutTables(SQLException reason) {
    return is(UNDEFINED, reason);
  }

  private static boolean is(Pattern states, SQLException reason) {
    return reason.getSQLState() != null && states.matcher(reason.getSQLState()).matches();
  }
}
