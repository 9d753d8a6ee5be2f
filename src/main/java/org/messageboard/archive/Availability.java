package org.messageboard.archive;

import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether PostgreSQL answers, by what came of using it. Thread-safe. */
final class Availability {

  /** The SQLSTATE of a lost connection, or of a server that stops or starts. */
  private static final Pattern LOST = Pattern.compile("08...|57P..");

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

  /** A statement failed, which says nothing about others unless the connection was lost. */
  void fails(SQLException reason) {
    if (reason.getSQLState() != null && LOST.matcher(reason.getSQLState()).matches()) {
      isAway(reason);
    }
  }
}
